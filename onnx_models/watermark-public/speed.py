"""What a scan costs: python speed.py --human FILE --work FOLDER [--rounds N].

Processor time in milliseconds, which a busy machine does not change as it does the clock: the median over the rounds,
on 300 tokens of human text, lists of earlier texts forgotten. Prints each configuration, the sets, and one
configuration beside transformers' WatermarkDetector, in turn.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import human
import judge
import numpy as np
import registry

from originlens_watermark import green, kgw
from originlens_watermark.configurations import configurations
from originlens_watermark.detect import detect
from originlens_watermark.scan import best

TOKENS, KEY = 300, 15485863


def main() -> None:
    """Three tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="where the tables are kept")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    (given.work / "tables").mkdir(parents=True, exist_ok=True)
    readers, profiles = registry.readers(), registry.profiles()
    reader, width = readers[0], readers[0].vocabularies[0]
    text = next(human.texts(given.human, 400, "judge"))
    ids, offsets = reader.read(text)
    ids, text = ids[:TOKENS], text[: offsets[TOKENS - 1][1]]
    each = []
    for profile in profiles:
        if profile.is_ring:
            cost = spent(lambda p=profile: p.test(ids, width, 99), 1)
            each.append([f"`{profile.id}`", f"{cost:.0f} for 99 sequences"])
        else:
            cost = spent(lambda p=profile: best(p.score(ids, width, reader.name)), given.rounds)
            each.append([f"`{profile.id}`", f"{cost:.1f}"])
    judge.table(given.work, "speed", ["configuration", "ms"], each)
    quick = [profile for profile in profiles if profile.quick]
    sums = [profile for profile in profiles if not profile.is_ring]
    for one in readers:
        one.read(text)  # opened
    sets = []
    for name, asked, thorough in (("quick", quick, False), ("thorough, without rings", sums, True)):
        cost = spent(lambda a=asked, t=thorough: detect(text, a, readers, 1e-3, thorough=t), given.rounds)
        clock = least(lambda a=asked, t=thorough: detect(text, a, readers, 1e-3, thorough=t, threads=2), given.rounds)
        sets.append([name, str(len(configurations(asked, readers, thorough=thorough))), f"{cost:.0f}", f"{clock:.0f}"])
    head = ["set", "configurations", "ms of one processor", "ms by the clock, two threads, the best round"]
    judge.table(given.work, "speed-sets", head, sets)
    ours, theirs = beside(ids, width, given.rounds)
    line = ["transformers' left hash", f"{ours:.1f}", f"{theirs:.1f}", f"{theirs / ours:.1f}"]
    judge.table(given.work, "speed-beside", ["configuration", "ours, ms", "transformers, ms", "ratio"], [line])


def spent(work: Callable[[], Any], rounds: int) -> float:
    """Median processor time in milliseconds, after one round that does not count."""
    found = []
    for _ in range(rounds + 1):
        green._KNOWN.clear()
        begun = time.process_time()
        work()
        found.append(1000 * (time.process_time() - begun))
    return median(found[1:] or found)


def least(work: Callable[[], Any], rounds: int) -> float:
    """Milliseconds by the clock of the round that other programs disturbed least."""
    found = []
    for _ in range(rounds):
        green._KNOWN.clear()
        begun = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - begun))
    return min(found)


def beside(ids: np.ndarray, width: int, rounds: int) -> tuple[float, float]:
    """(ours, transformers') in milliseconds on the same ids, in turn; its cache is forgotten as ours is."""
    import torch
    from transformers import PretrainedConfig, WatermarkDetector, WatermarkingConfig

    settings = kgw.Settings("left", KEY, width)
    marked = WatermarkingConfig(greenlist_ratio=0.25, bias=2.0, hashing_key=KEY, seeding_scheme="lefthash")
    detector = WatermarkDetector(PretrainedConfig(vocab_size=width, bos_token_id=0), "cpu", marked)
    given = torch.tensor(ids)[None]
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(spent(lambda: best(kgw.score(ids, settings)), 1))
        detector._get_ngram_score_cached.cache_clear()
        theirs.append(spent(lambda: detector(given, return_dict=True), 1))
    return median(ours), median(theirs)


if __name__ == "__main__":
    main()

"""How often is a human text called marked? python null.py --human FILE --work FOLDER [--texts N] [--drawn N]

Two tables, over human texts of 200 words: each public default key alone, and every scheme under keys drawn anew for
each text. Finished rows are kept in WORK/null.jsonl, so that a run that is cut short goes on where it stopped. With
--second, other texts than those: the third and fourth table, rows in null-second.jsonl. No text is printed.
"""

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import human
import judge
import numpy as np
import registry
from lists import Lists
from numpy.typing import NDArray
from scipy import stats

from originlens.evaluate.measures import interval
from originlens_watermark.nulls import log_p, moments
from originlens_watermark.profiles import Profile
from originlens_watermark.scan import best
from originlens_watermark.scheme import Bernoulli, Ids, Scored

WORDS, SEED, FIRST = 200, 7, 5000
RANDOM_KEYS = 5
RING_TEXTS, RING_RUNS, RING_TOKENS = 1000, 199, 100  # a permutation test draws many sequences a text
Row = dict[str, Any]


def main() -> None:
    """A row for each profile, then for each scheme."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="where the rows are kept")
    options.add_argument("--texts", type=int, default=5000, help="for each public key")
    options.add_argument("--drawn", type=int, default=1000, help="texts for keys drawn anew, five for each")
    options.add_argument("--second", action="store_true", help="leave out the 5,000 texts of the first tables")
    options.add_argument("--only", nargs="*", help="names of profiles.toml")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    reader = registry.readers()[0]
    texts = _read(given.human, reader, given.texts, FIRST if given.second else 0)
    width = reader.vocabularies[0]
    second = "-second" if given.second else ""
    file = given.work / f"null{second}.jsonl"
    known = {row["name"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())} if file.exists() else {}
    every = [one for one in registry.profiles() if not given.only or one.id in given.only]
    with file.open("a", encoding="utf-8") as out:
        for row in chain(
            _fixed(every, texts, width, reader.name, known), _random(every, texts[: given.drawn], width, known)
        ):
            known[row["name"]] = row
            out.write(json.dumps(row) + "\n")
            out.flush()
    for table, kept in (("null-keys", "/"), ("null-random", "*")):
        lines = [_cells(row) for name, row in known.items() if name.startswith(kept)]
        if lines:
            judge.table(given.work, table + second, HEAD, lines)


HEAD = ("key", "texts", "green or mean", "by chance", "KS distance", "KS p", "p <= 0.01", "p <= 0.001 (95%)")


def _cells(row: Row) -> list[str]:
    low, high = interval(row["at_3"], row["n"])
    rare = f"{row['at_3']} of {row['n']:,} ({low:.5f} to {high:.5f})"
    worth = ["" if math.isnan(row[key]) else f"{row[key]:.4f}" for key in ("mean", "chance")]
    return [f"`{row['name'][1:]}`", f"{row['n']:,}", *worth,
            f"{row['ks']:.3f}", f"{row['ks_p']:.2g}", f"{row['at_2'] / row['n']:.4f}", rare]  # fmt: skip


def _read(file: Path, reader: Any, count: int, left_out: int) -> list[Ids]:
    """Token ids of the first 200 words of so many texts."""
    texts = (" ".join(text.split(" ")[:WORDS]) for text in human.texts(file, WORDS, "judge"))
    return [reader.read(text)[0] for text in islice(texts, left_out, left_out + count)]


def _fixed(
    profiles: list[Profile], texts: list[Ids], width: int, tokenizer: str, known: dict[str, Row]
) -> Iterator[Row]:
    for profile in profiles:
        name = f"/{profile.id}"
        if name in known and known[name]["n"] >= min(len(texts), RING_TEXTS if profile.is_ring else len(texts)):
            continue
        if profile.is_ring:
            yield _ring(name, ((profile, ids) for ids in texts[:RING_TEXTS]), width)
        else:
            with Lists() as lists:
                yield _row(name, lists.twice(lambda p=profile: [p.score(ids, width, tokenizer) for ids in texts]))


def _random(profiles: list[Profile], texts: list[Ids], width: int, known: dict[str, Row]) -> Iterator[Row]:
    """Each text under five keys of its own."""
    if not texts:
        return
    chance = np.random.default_rng(SEED)
    for profile in profiles:
        name = f"*{profile.id}"
        wanted = RANDOM_KEYS * min(len(texts), RING_TEXTS if profile.is_ring else len(texts))
        if profile.unconfirmed or (name in known and known[name]["n"] >= wanted):
            continue
        if profile.is_ring:
            under = ((_rekeyed(profile, width, chance), ids) for ids in texts[:RING_TEXTS] for _ in range(RANDOM_KEYS))
            yield _ring(name, under, width)
        else:
            under = ((_rekeyed(profile, width, chance), ids) for ids in texts for _ in range(RANDOM_KEYS))
            yield _row(name, [keyed.score(ids, width) for keyed, ids in under])


def _rekeyed(profile: Profile, width: int, chance: np.random.Generator) -> Profile:
    """Another key, and the null as the scheme has it: without the caution that unmeasured keys are met with."""
    fresh = {
        name: tuple(chance.integers(1, 1 << 31, len(value)).tolist())
        if name == "keys"
        else int(chance.integers(1 << 31))
        for name, value in profile.settings.items()
        if name in ("key", "keys", "seed")
    }
    return replace(profile, settings={**profile.settings, **fresh}, green_share={f"/{width}": 0.0})


def _row(name: str, scored: list[Scored]) -> Row:
    chance = np.random.default_rng(SEED)
    smooth = [_smooth(one, chance.random()) for one in scored]
    told = np.array([window.log_p if (window := best(one)) else 0.0 for one in scored])
    mean = float(np.mean([value for one in scored for value in one.values]))
    return _counted(name, smooth, told) | {"mean": mean, "chance": moments(scored[0].null)[0]}


def _counted(name: str, whole: Sequence[float], log_ps: NDArray[np.float64]) -> Row:
    """`whole`: p-values that are uniform where the null holds; one-sided, for too small ones are the fault."""
    ks = stats.kstest(whole, "uniform", alternative="greater")
    return {"name": name, "n": len(log_ps), "ks": float(ks.statistic), "ks_p": float(ks.pvalue),
            "at_2": int((log_ps <= math.log(1e-2)).sum()), "at_3": int((log_ps <= math.log(1e-3)).sum())}  # fmt: skip


def _smooth(scored: Scored, u: float) -> float:
    """The whole text's p-value, spread over the step of a count, so that it is uniform where the null holds."""
    total, count = float(scored.values.sum()), len(scored.values)
    p = math.exp(log_p(total, count, scored.null))
    if not isinstance(scored.null, Bernoulli):
        return p
    return p - u * (p - math.exp(log_p(total + 1, count, scored.null)))


def _ring(name: str, under: Iterable[tuple[Profile, Ids]], width: int) -> Row:
    found = np.array([profile.test(ids[:RING_TOKENS], width, RING_RUNS).p for profile, ids in under])
    return _counted(name, found, np.log(found)) | {"mean": math.nan, "chance": math.nan}


if __name__ == "__main__":
    main()

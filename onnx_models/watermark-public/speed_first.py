"""What the first scan of a process costs: python speed_first.py --human FILE --work FOLDER [--rounds N].

Each round is a process of its own that opens the tokenizers, then tries the quick set three times on 300 tokens of
human text with a thread for each core, forgetting the lists between. Prints medians of the clock and of the processor's
time, in milliseconds.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import human
import judge
import registry

from originlens_watermark import green
from originlens_watermark.detect import detect

TOKENS, SCANS = 300, 3


def main() -> None:
    """A row for the tokenizers, then one for each scan in turn."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="where the table is kept")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--once", action="store_true", help="one round in this process, on the text of standard input")
    given = options.parse_args()
    if given.once:
        print(json.dumps(once(sys.stdin.read())))
        return
    given.work.mkdir(parents=True, exist_ok=True)
    text = next(human.texts(given.human, 400, "judge"))
    _, offsets = registry.readers()[0].read(text)
    text = text[: offsets[TOKENS - 1][1]]
    rounds = [_round(text) for _ in range(given.rounds)]
    names = ("open four tokenizers", "first scan", *(f"scan {number}" for number in range(2, SCANS + 1)))
    lines = [
        [name, *(f"{median(told[place][kind] for told in rounds):.0f}" for kind in (0, 1))]
        for place, name in enumerate(names)
    ]
    head = ["in a fresh process", f"ms by the clock, {os.cpu_count()} threads", "ms of processors"]
    judge.table(given.work, "speed-first", head, lines)


def _round(text: str) -> list[tuple[float, float]]:
    told = subprocess.run([sys.executable, *sys.argv, "--once"], input=text, capture_output=True, text=True, check=True)
    found: list[tuple[float, float]] = json.loads(told.stdout)
    return found


def once(text: str) -> list[tuple[float, float]]:
    """(clock, processors) in milliseconds of opening the tokenizers, and of each scan."""
    readers, quick = registry.readers(), [profile for profile in registry.profiles() if profile.quick]
    threads = os.cpu_count() or 1
    found = [_timed(lambda: [reader.read("A word.") for reader in readers])]
    for _ in range(SCANS):
        green._KNOWN.clear()
        found.append(_timed(lambda: detect(text, quick, readers, 1e-3, thorough=False, threads=threads)))
    return found


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processors)


if __name__ == "__main__":
    main()

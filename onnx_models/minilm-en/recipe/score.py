"""Texts -> what the model that ships reads in them, by the product's own code; kept in the work folder and resumed."""

import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import originlens_classifier
from originlens.bundles import load
from originlens.contract import Passage
from originlens.evaluate import score as evaluate
from originlens.pipeline.profile import Profile
from originlens.pipeline.schedule import DetectorFailed
from originlens.registry import Loaded
from originlens.text.words import words

from .texts import Block

_PART, _RAW_BATCH = 128, 8  # texts scored between two writes; passages read at once
_Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Scored:
    """A block and its profile; None where the product does not ask the detector (not English, not prose, too short)."""

    block: Block
    profile: Profile | None

    @property
    def words(self) -> int:
        """Length of the block; 0 where it was not scored."""
        return self.profile.length if self.profile else 0


class Scorer:
    """Scores with one bundle in `processes` processes of one thread each; what lies in `work` is not made again."""

    def __init__(self, bundle: Path, work: Path, processes: int = 0) -> None:
        """`processes`: 0 takes one for each core."""
        opened = load(bundle, device="cpu")
        telling = (opened.manifest.card, opened.manifest.calibration, opened.manifest.golden)
        read_by = [f"{name} {file.sha256}" for name, file in opened.manifest.files.items() if name not in telling]
        digest = hashlib.sha256("\n".join([opened.told_options, *sorted(read_by)]).encode()).hexdigest()
        self._bundle, self._file = bundle, work / f"profiles-{digest[:24]}.jsonl"
        self._known: dict[str, Any] = {}
        if self._file.exists():
            # A run that was ended while it wrote leaves half a line.
            lines = self._file.read_text("utf-8").split("\n")[:-1]
            self._known = dict(json.loads(line) for line in lines)
        # Spawned, not forked: ONNX Runtime's threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes or os.cpu_count() or 1, context)

    def blocks(self, blocks: Sequence[Block]) -> list[Scored]:
        """Every block with its profile."""
        profiles = self.profiles([block.text for block in blocks])
        return [Scored(block, profile) for block, profile in zip(blocks, profiles, strict=True)]

    def profiles(self, texts: Sequence[str]) -> list[Profile | None]:
        """The profile of each text, cut and normalised as the product does it."""
        rows = self._rows("text", texts, _profiles)
        return [Profile(tuple(r[0]), tuple(r[1]), tuple(tuple(r[2][i]) for i in r[3])) if r else None for r in rows]

    def as_written(self, passages: Sequence[str]) -> list[float]:
        """The statistic of each passage as the model reads it with nothing normalised; cut at its longest input."""
        return self._rows("raw", passages, _statistics)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown()

    def _rows(self, kind: str, texts: Sequence[str], read: "Callable[[Path, Sequence[str]], _Rows]") -> _Rows:
        keys = [f"{kind}-{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}" for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        waiting = list(missing.items())
        parts = [waiting[i : i + _PART] for i in range(0, len(waiting), _PART)]
        began, done = time.monotonic(), 0
        read_parts = self._pool.map(read, [self._bundle] * len(parts), [[text for _, text in part] for part in parts])
        with self._file.open("a", encoding="utf-8") as out:
            for part, rows in zip(parts, read_parts, strict=True):
                for (key, _), row in zip(part, rows, strict=True):
                    self._known[key] = row
                    out.write(json.dumps([key, row], separators=(",", ":")) + "\n")
                out.flush()
                done += len(part)
                if done % (8 * _PART) < _PART or done == len(missing):
                    print(f"scored {done:,}/{len(missing):,} texts in {time.monotonic() - began:.0f} s", flush=True)
        return [self._known[key] for key in keys]


@cache
def _loaded(bundle: Path) -> Loaded:
    opened = load(bundle, device="cpu", threads=1)
    detector = originlens_classifier.open(opened)
    return Loaded(detector.about, detector, opened, None, True, detector.about.name)


def _profiles(bundle: Path, texts: Sequence[str]) -> _Rows:
    """[statistics, words, the different family logits, which of them each sentence has], or None."""
    rows: _Rows = []
    for one in evaluate.score(_loaded(bundle), texts):
        if isinstance(one.readings, DetectorFailed):
            raise RuntimeError(f"the detector {one.readings}: nothing can be said of a bundle that fails")
        if one.profile is None:
            rows.append(None)
            continue
        distinct = list(dict.fromkeys(one.profile.families))
        places = [distinct.index(family) for family in one.profile.families]
        statistics = [round(s, 4) for s in one.profile.statistics]
        rows.append([statistics, list(one.profile.words), [list(f or ()) for f in distinct], places])
    return rows


def _statistics(bundle: Path, passages: Sequence[str]) -> _Rows:
    detector = _loaded(bundle).detector
    found = []
    order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
    for first in range(0, len(order), _RAW_BATCH):
        part = order[first : first + _RAW_BATCH]
        asked = [Passage(passages[i], "en", len(words(passages[i]))) for i in part]
        scores = detector.read([detector.prepare(passage) for passage in asked])
        found += [(i, score.statistic) for i, score in zip(part, scores, strict=True)]
    return [statistic for _, statistic in sorted(found)]

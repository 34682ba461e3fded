"""Blocks -> scores, by the product's own code and the model that ships; kept in the work folder and resumed."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import originlens_classifier
from originlens.bundles import load
from originlens.contract import Item, Score
from originlens.pipeline.segment import segment

from .texts import Block

BATCH_TOKENS = 1024  # padded: what the daemon uses on a CPU
_PART = 400  # blocks scored between two writes


@dataclass(frozen=True, slots=True)
class Scored:
    """A block with its passages' statistics, lengths (words) and family logits; no passages: not judged."""

    block: Block
    statistics: tuple[float, ...]
    lengths: tuple[int, ...]
    families: tuple[tuple[float, ...], ...]

    @property
    def words(self) -> int:
        """Length of the block."""
        return sum(self.lengths)


def score(blocks: Sequence[Block], bundle: Path, work: Path) -> list[Scored]:
    """Score every block with the bundle in its folder; scores already in `work` are not made again."""
    opened = load(bundle, device="cpu")
    digest = "".join(opened.manifest.files[v.model].sha256[:12] for v in opened.manifest.variants.values())
    file = work / f"scores-{digest}.jsonl"
    known = {}
    if file.exists():
        known = {row["key"]: row for row in map(json.loads, file.read_text().splitlines())}
    missing = [block for block in blocks if block.key not in known]
    detector = originlens_classifier.open(opened)
    began = time.monotonic()
    with file.open("a") as out:
        for first in range(0, len(missing), _PART):
            for row in _rows(detector, missing[first : first + _PART]):
                known[row["key"]] = row
                out.write(json.dumps(row) + "\n")
            out.flush()
            done = min(first + _PART, len(missing))
            print(f"scored {done:,}/{len(missing):,} blocks in {time.monotonic() - began:.0f} s", flush=True)
    return [
        Scored(b, tuple(row["statistics"]), tuple(row["lengths"]), tuple(map(tuple, row["families"])))
        for b in blocks
        for row in [known[b.key]]
    ]


def _rows(detector: originlens_classifier.Classifier, blocks: Sequence[Block]) -> Iterator[dict[str, object]]:
    """What the pipeline would ask of each block; nothing where it would abstain before asking."""
    pieces = []
    for block in blocks:
        made = segment(block.text)
        asked = made.language == "en" and made.reason is None and made.words >= detector.about.least_words
        pieces.append([piece.passage for piece in made.pieces] if asked else [])
    items = [detector.prepare(passage) for of_block in pieces for passage in of_block]
    readings: dict[int, Score] = {}
    for batch in _batches(items):
        readings.update(zip(batch, detector.read([items[i] for i in batch]), strict=True))
    at = 0
    for block, of_block in zip(blocks, pieces, strict=True):
        scores = [readings[at + i] for i in range(len(of_block))]
        at += len(of_block)
        yield {
            "key": block.key,
            "statistics": [s.statistic for s in scores],
            "lengths": [passage.words for passage in of_block],
            "families": [s.families for s in scores],
        }


def _batches(items: Sequence[Item]) -> Iterator[list[int]]:
    batch: list[int] = []
    for i in sorted(range(len(items)), key=lambda i: items[i].tokens):
        if batch and (len(batch) + 1) * items[i].tokens > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch

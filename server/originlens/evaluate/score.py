"""Texts -> what one statistical detector reads in them, cut, asked and judged as the product does it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from originlens.answer import BlockAnswer
from originlens.contract import Item, Passage, Reading, Score
from originlens.pipeline.blocks import is_asked
from originlens.pipeline.conclude import conclude, profile_of
from originlens.pipeline.profile import Profile
from originlens.pipeline.schedule import DetectorFailed, check
from originlens.pipeline.segment import Segmented, segment
from originlens.registry import Loaded

BATCH_TOKENS = 1024  # padded: what the daemon uses on a CPU
_PART = 256  # texts whose passages are sorted into batches together


@dataclass(frozen=True, slots=True)
class Scored:
    """One text as one detector sees it.

    `readings`: of its passages in order, empty where the detector is not asked; `profile` is None where there is not a
    score for each of them.
    """

    detector: Loaded
    cut: Segmented
    readings: Sequence[Reading] | DetectorFailed
    profile: Profile | None

    def answer(self, rate: float) -> BlockAnswer:
        """What the product says where at most `rate` of human texts may be flagged; id and marks are empty."""
        return conclude("", self.cut, [(self.detector, self.readings)], rate, ())


def score(detector: Loaded, texts: Iterable[str], batch_tokens: int = BATCH_TOKENS) -> Iterator[Scored]:
    """Each text in order. A batch in which the detector raises fails alone: its texts have DetectorFailed."""
    source = iter(texts)
    while part := [segment(text) for text in islice(source, _PART)]:
        wanted = [[piece.passage for piece in cut.pieces] if is_asked(detector, cut) else [] for cut in part]
        read = iter(_read(detector, [passage for own in wanted for passage in own], batch_tokens))
        for cut, passages in zip(part, wanted, strict=True):
            yield _scored(detector, cut, list(islice(read, len(passages))))


def _scored(detector: Loaded, cut: Segmented, readings: "list[Reading | DetectorFailed]") -> Scored:
    failed = next((reading for reading in readings if isinstance(reading, DetectorFailed)), None)
    if failed:
        return Scored(detector, cut, failed, None)
    given = [reading for reading in readings if not isinstance(reading, DetectorFailed)]
    scores = [reading for reading in given if isinstance(reading, Score)]
    if not scores or len(scores) < len(given):
        return Scored(detector, cut, given, None)
    return Scored(detector, cut, given, profile_of(cut, scores))


def _read(detector: Loaded, passages: Sequence[Passage], batch_tokens: int) -> "list[Reading | DetectorFailed]":
    found: list[Reading | DetectorFailed] = [DetectorFailed("it gave no reading")] * len(passages)
    items: dict[int, Item] = {}
    for i, passage in enumerate(passages):
        try:
            items[i] = detector.detector.prepare(passage)
        except Exception as error:  # a plugin may raise anything
            found[i] = _failure(error)
    for batch in _batches(items, batch_tokens):
        try:
            readings = detector.detector.read([items[i] for i in batch])
            check(readings, len(batch))
        except Exception as error:
            found_here: Sequence[Reading | DetectorFailed] = [_failure(error)] * len(batch)
        else:
            found_here = readings
        for i, reading in zip(batch, found_here, strict=True):
            found[i] = reading
    return found


def _failure(error: Exception) -> DetectorFailed:
    # The type alone of a stranger's exception: its message may quote the text.
    return error if isinstance(error, DetectorFailed) else DetectorFailed(f"raised {type(error).__name__}")


def _batches(items: dict[int, Item], batch_tokens: int) -> Iterator[list[int]]:
    """Items of about one length together, so that little is padded."""
    batch: list[int] = []
    for i in sorted(items, key=lambda i: items[i].tokens):
        if batch and (len(batch) + 1) * items[i].tokens > batch_tokens:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch

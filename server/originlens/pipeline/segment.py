"""Block text -> passages of whole sentences, with offsets (code points) in the block as it was sent."""

import itertools
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from originlens.answer import Reason
from originlens.contract import Passage
from originlens.text.language import language
from originlens.text.normalise import Normalised, normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

MOST_WORDS = 110  # of a passage: about 150 tokens of a WordPiece tokenizer
_KEPT_BLOCKS, _KEPT_CHARACTERS = 4096, 4000  # blocks of a page seen again are not cut again


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage, where it stands in the original block, and where in the normalised one (`offset`)."""

    passage: Passage
    start: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True)
class Segmented:
    """A block made ready; `reason` is set where no statistic may be asked about it."""

    language: str
    words: int
    pieces: tuple[Piece, ...]
    normalised: Normalised
    reason: Reason | None = None

    def original(self, piece: Piece, start: int, end: int) -> tuple[int, int]:
        """A span of the piece's passage as a span of the block as it was sent."""
        first, last = piece.offset + start, piece.offset + end
        return self.normalised.original_start(first), self.normalised.original_end(last)


def segment(text: str, told: str | None = None) -> Segmented:
    """Cut one block. `told` is the language that the caller names, or None."""
    return _kept(text, told) if len(text) <= _KEPT_CHARACTERS else _segment(text, told)


def _segment(text: str, told: str | None) -> Segmented:
    normalised = normalise(text)
    found = words(normalised.text)
    spoken = language(normalised.text, told)
    pieces = tuple(
        Piece(
            Passage(normalised.text[start:end], spoken, count),
            normalised.original_start(start),
            normalised.original_end(end),
            start,
        )
        for start, end, count in _cut(normalised.text, len(found))
    )
    return Segmented(spoken, len(found), pieces, normalised, _not_prose(normalised.text, found))


_kept = lru_cache(_KEPT_BLOCKS)(_segment)


def _cut(text: str, total: int) -> list[tuple[int, int, int]]:
    """Spans of about equal length, at most MOST_WORDS words each, ending at sentence ends where it can be."""
    if total <= MOST_WORDS:
        return [(0, len(text), total)] if total else []
    parts = -(-total // MOST_WORDS)
    found = sentences(text)
    counts = [len(words(text[first:last])) for first, last in found]
    # Each part ends at the sentence end that is nearest to its even share of the words.
    reached = list(itertools.accumulate(counts))
    ends = {_nearest(reached, total * part / parts) for part in range(1, parts)}
    spans, first = [], 0
    for last in sorted(ends | {len(found) - 1}):
        spans.append((found[first][0], found[last][1], sum(counts[first : last + 1])))
        first = last + 1
    return _cut_long(text, spans)


def _nearest(rising: list[int], target: float) -> int:
    """Index of the value nearest to the target, the first of equals."""
    above = min(bisect_left(rising, target), len(rising) - 1)
    below = bisect_left(rising, rising[max(above - 1, 0)])
    return below if abs(target - rising[below]) <= abs(rising[above] - target) else above


def _cut_long(text: str, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Cut what is one endless sentence at spaces."""
    out = []
    for start, end, count in spans:
        if count <= MOST_WORDS * 1.2:
            out.append((start, end, count))
            continue
        parts = -(-count // MOST_WORDS)
        width = (end - start) // parts + 1
        while start < end:
            stop = end if end - start <= width * 1.2 else text.rfind(" ", start, start + width)
            stop = stop if stop > start else min(end, start + width)
            out.append((start, stop, len(words(text[start:stop]))))
            start = stop + (stop < end and text[stop] == " ")
    return out


def _not_prose(text: str, found: list[str]) -> Reason | None:
    """Repetition and tables of figures are not writing: no human text was calibrated for them."""
    if len(found) < 20:
        return None
    letters = sum(len(word) for word in found if not word.isnumeric())
    distinct = len({word.lower() for word in found[:400]}) / min(len(found), 400)
    longest = max(map(len, found))
    if letters < 0.6 * len(text):
        return Reason(
            "not_prose", f"Only {100 * letters // len(text)}% of the characters are letters: a table, code or a list."
        )
    if distinct < 0.2:
        return Reason("not_prose", "The same few words are repeated over and over.")
    if longest > 200:
        return Reason("not_prose", "It has a run of more than 200 letters without a space.")
    return None

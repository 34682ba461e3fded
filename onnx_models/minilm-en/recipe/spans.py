"""Shown spans against the true one: word-level F1, passages hit, and how far the boundaries lie from the true ones.

Spans are half-open, in code points of one document; a word is a run of characters without a space.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]
HIT = 0.5  # words shared over words covered, from which a shown passage is the true one
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Match:
    """One document. Words shown and true, shown, true; passages shown, and whether one is the true one; the distance
    in sentences of the start and of the end of the shown passage that overlaps most (none where none overlaps)."""

    both: int
    shown: int
    true: int
    passages: int
    hit: bool
    boundaries: tuple[int, ...]


def match(text: str, shown: Sequence[Span], true: Span, sentences: Sequence[Span]) -> Match:
    """Compare what was shown in `text` with the one true span."""
    places = [m.start() for m in _WORD.finditer(text)]
    wanted = _inside(places, true)
    each = [_inside(places, span) for span in shown]
    covered = set().union(*each)
    best = max(range(len(each)), key=lambda i: len(each[i] & wanted), default=None)
    boundaries: tuple[int, ...] = ()
    if best is not None and each[best] & wanted:
        boundaries = tuple(
            abs(_before(a, sentences) - _before(b, sentences)) for a, b in zip(shown[best], true, strict=True)
        )
    hit = any(len(one & wanted) >= HIT * len(one | wanted) for one in each)
    return Match(len(covered & wanted), len(covered), len(wanted), len(shown), hit, boundaries)


def word_f1(matches: Sequence[Match]) -> float:
    """2 x words both / (words shown + words true), over all documents."""
    both, shown, true = (sum(getattr(m, name) for m in matches) for name in ("both", "shown", "true"))
    return 2 * both / (shown + true) if shown + true else 0.0


def passage_f1(matches: Sequence[Match]) -> float:
    """2 x hits / (passages shown + true passages), one true passage a document."""
    return 2 * sum(m.hit for m in matches) / (sum(m.passages for m in matches) + len(matches)) if matches else 0.0


def _inside(places: Sequence[int], span: Span) -> set[int]:
    return {i for i, place in enumerate(places) if span[0] <= place < span[1]}


def _before(position: int, sentences: Sequence[Span]) -> int:
    """How many sentences lie before a position, by their middles."""
    return sum((start + end) / 2 < position for start, end in sentences)

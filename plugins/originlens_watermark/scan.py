"""Scored tokens -> where a mark begins and ends, with p-values that pay for the search over all windows.

The largest sum is sought in windows of some ten lengths, up to the whole text, at starts a quarter of a length apart.
A union bound pays for it, and holds however the windows overlap (a multiscale scan, as in Walther, Annals of Statistics
38, 2010): the whole text's p-value counts twice; that of a shorter window twice, times the windows of its length, times
the lengths. So a text that is marked throughout loses next to nothing to the search.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.nulls import log_p, moments
from originlens_watermark.scheme import Scored

# Judged tokens; ratio of neighbouring lengths; starts in a length. Of nine such families this one found most passages
# of 60 to 150 in 600, simulated with green shares of 0.5 to 0.6 against 0.25.
_SHORTEST, _GROWTH, _STARTS = 20, 1.5, 4


@dataclass(frozen=True, slots=True)
class Window:
    """`first`, `end`: indices into Scored.values, half-open; `log_p`: natural logarithm, the search paid for."""

    first: int
    end: int
    log_p: float


def lengths(count: int) -> list[int]:
    """Window lengths for a text of `count` judged tokens; the last is the whole."""
    found = []
    length = float(_SHORTEST)
    while length < count:
        found.append(round(length))
        length *= _GROWTH
    return [*found, count] if count else []


def best(scored: Scored) -> Window | None:
    """The window that is least likely by chance; None where no token was judged."""
    return _best(scored, _sums(scored.values), 0, len(scored.values))


def spans(scored: Scored, log_alpha: float) -> list[Window]:
    """The marked stretches, in order: the best window fitted to its edges, then the best of what is left beside it.

    Each is one of the windows of the whole text, and pays for the search over all of them.
    """
    found = _spans(scored, _sums(scored.values), log_alpha, 0, len(scored.values))
    return sorted(found, key=lambda window: window.first)


def _sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(values)])


def _spans(scored: Scored, sums: NDArray[np.float64], log_alpha: float, first: int, end: int) -> Iterator[Window]:
    found = _best(scored, sums, first, end)
    if found is None or found.log_p > log_alpha:
        return
    edges = _fitted(scored, found, first, end)
    gap = _gap(scored, *edges)
    halves = (
        [*_spans(scored, sums, log_alpha, first, gap[0]), *_spans(scored, sums, log_alpha, gap[1], end)] if gap else []
    )
    if halves:
        yield from halves
        return
    yield Window(*edges, found.log_p)
    yield from _spans(scored, sums, log_alpha, first, edges[0])
    yield from _spans(scored, sums, log_alpha, edges[1], end)


def _best(scored: Scored, sums: NDArray[np.float64], first: int, end: int) -> Window | None:
    """Of the whole text's windows, the least likely that lies between `first` and `end`."""
    found: Window | None = None
    scales = lengths(len(scored.values))
    for length in scales:
        every = _starts(length, len(scored.values))
        starts = every[(every >= first) & (every + length <= end)]
        if len(starts) == 0:
            continue
        totals = sums[starts + length] - sums[starts]
        at = int(totals.argmax())
        told = log_p(float(totals[at]), length, scored.null) + math.log(_price(len(every), len(scales)))
        if found is None or told < found.log_p:
            begin = int(starts[at])
            found = Window(begin, begin + length, min(0.0, told))
    return found


def _price(windows: int, scales: int) -> int:
    """How often a p-value counts: half of alpha is the one window of the whole text, half is shared by other scales."""
    if scales == 1:
        return 1
    return 2 if windows == 1 else 2 * (scales - 1) * windows


def _starts(length: int, count: int) -> NDArray[np.int64]:
    return np.append(np.arange(0, count - length, max(1, length // _STARTS)), count - length)


def _fitted(scored: Scored, window: Window, first: int, end: int) -> tuple[int, int]:
    """The stretch around the window that gains most over half way between chance and the window's own mean."""
    chance, _ = moments(scored.null)
    inside = float(scored.values[window.first : window.end].mean())
    gains = scored.values[first:end] - (chance + inside) / 2
    sums = np.concatenate([[0.0], np.cumsum(gains)])
    middle = (window.first + window.end) // 2 - first
    begin = int(sums[: middle + 1].argmin())
    stop = middle + int(sums[middle:].argmax())
    return (first + begin, first + stop) if stop > begin else (window.first, window.end)


def _gap(scored: Scored, first: int, end: int) -> tuple[int, int] | None:
    """Where two marked stretches have plain text between: the part of a stretch that loses most over half way.

    None where a marked stretch would lose as much somewhere in 1 of 100: a sum of `end - first` values with a drift of
    half the difference falls by b with a probability below their number times exp(-2 b drift / variance) (Wald).
    """
    chance, variance = moments(scored.null)
    inside = float(scored.values[first:end].mean())
    drift = (inside - chance) / 2
    if drift <= 0:
        return None
    sums = np.concatenate([[0.0], np.cumsum(scored.values[first:end] - chance - drift)])
    falls = sums - np.maximum.accumulate(sums)
    stop = int(falls.argmin())
    start = int(sums[: stop + 1].argmax())
    if -falls[stop] < variance / (2 * drift) * math.log(100 * (end - first)):
        return None
    return first + start, first + stop

"""Scored tokens -> where a mark begins and ends, with p-values that pay for the search over all windows.

The largest sum is sought in windows of some fifteen lengths, up to the whole text, at starts an eighth of a length
apart. A union bound pays for it: the p-value of a window times the windows of its length times the lengths. It holds
however the windows overlap, and costs a window of the right length little (a multiscale scan, as in Walther, Annals
of Statistics 38, 2010).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.nulls import log_p, moments
from originlens_watermark.scheme import Scored

_SHORTEST, _GROWTH, _STARTS = 16, 1.25, 8  # judged tokens; ratio of neighbouring lengths; starts in a length


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
    return _best(scored.values, scored, 0, len(scored.values))


def spans(scored: Scored, log_alpha: float) -> list[Window]:
    """The marked stretches, in order: the best window fitted to its edges, then the best of what is left beside it.

    Each pays for the search over the whole text.
    """
    return sorted(_spans(scored, log_alpha, 0, len(scored.values)), key=lambda window: window.first)


def _spans(scored: Scored, log_alpha: float, first: int, end: int) -> Iterator[Window]:
    found = _best(scored.values[first:end], scored, first, end)
    if found is None or found.log_p > log_alpha:
        return
    edges = _fitted(scored, found, first, end)
    yield Window(*edges, found.log_p)
    yield from _spans(scored, log_alpha, first, edges[0])
    yield from _spans(scored, log_alpha, edges[1], end)


def _best(values: NDArray[np.float64], scored: Scored, first: int, end: int) -> Window | None:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    whole = lengths(len(scored.values))
    found: Window | None = None
    for length in lengths(end - first):
        starts = np.unique(np.append(np.arange(0, len(values) - length, max(1, length // _STARTS)), len(values) - length))
        totals = sums[starts + length] - sums[starts]
        at = int(totals.argmax())
        windows = max(1, math.ceil((len(scored.values) - length) / max(1, length // _STARTS)) + 1)
        told = log_p(float(totals[at]), length, scored.null) + math.log(windows) + math.log(len(whole))
        if found is None or told < found.log_p:
            begin = first + int(starts[at])
            found = Window(begin, begin + length, min(0.0, told))
    return found


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

"""Edit-tolerant alignment of a text with a secret sequence (Kuditipudi et al., TMLR 2024, arXiv:2307.15593, 2.4).

D[i, j] = min(D[i-1, j] + skip, D[i, j-1] + skip, D[i-1, j-1] + cost(token i, key row j)), and the statistic is the
lowest D over every place where the sequence, a ring, may begin. All beginnings and a whole diagonal are found at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Costs = NDArray[np.float32]  # (T, n): token t against row r of the ring


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest: tokens `start` to `end` (apart) against the rows of the ring from `offset` on."""

    cost: float
    start: int
    end: int
    offset: int


def cheapest(costs: Costs, skip: float, block: int) -> Alignment:
    """Over all blocks of `block` tokens, half a block apart, and all n beginnings of the ring.

    A text shorter than a block is one block. `costs`: (T, n), T at least 1. Work grows as T x block x n.
    """
    count = len(costs)
    size = min(block, count)
    starts = sorted({*range(0, count - size, max(1, size // 2)), count - size})
    found = [(_every_beginning(costs[start : start + size], skip), start) for start in starts]
    best, start = min(((ends, start) for ends, start in found), key=lambda one: float(one[0].min()))
    return Alignment(float(best.min()), start, start + size, int(best.argmin()))


def _every_beginning(costs: Costs, skip: float) -> NDArray[np.float32]:
    """(n,) D[k, k] of k tokens against the k rows from each of the n beginnings on."""
    k, n = costs.shape
    sheared = _sheared(costs)
    earlier, last, new = (np.zeros((k + 1, n), np.float32) for _ in range(3))
    last[:2] = skip  # the diagonal i + j = 1
    for diagonal in range(2, 2 * k + 1):
        low, high = max(1, diagonal - k), min(k, diagonal - 1) + 1
        inner = new[low:high]
        np.minimum(last[low - 1 : high - 1], last[low:high], out=inner)
        if skip:
            inner += np.float32(skip)
        np.minimum(inner, earlier[low - 1 : high - 1] + sheared[low - 1 : high - 1, diagonal : diagonal + n], out=inner)
        if diagonal <= k:
            new[0] = new[diagonal] = diagonal * skip
        earlier, last, new = last, new, earlier
    return last[k].copy()


def _sheared(costs: Costs) -> NDArray[np.float32]:
    """(k, n + 2k + 1): row i moved on by i, so that one slice of columns holds a whole diagonal.

    Column d + b is the cost of token i (from 0) against row b + d - 2 - i, of the ring: beginning b, diagonal d.
    """
    k, n = costs.shape
    columns = np.arange(n + 2 * k + 1)[None, :] - 2 - np.arange(k)[:, None]
    return np.take_along_axis(costs, columns % n, axis=1)

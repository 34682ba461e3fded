"""Is a token in a green list, the front of torch.randperm? The list is not made: one token is followed, or ranked.

On the CPU a token is followed through the shuffle. On CUDA elements are sorted by random keys, so that a token's own
key tells its rank to within about 1%: tokens so near to the border are left out, and the null knows it.
"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from originlens_watermark import cuda
from originlens_watermark.mt19937 import swaps

Generator = Literal["cpu", "cuda"]
_KNOWN: dict[tuple[int, int], dict[int, bool]] = {}  # common words come again, in other texts too
_MOST_KNOWN = 20_000  # of each vocabulary and size of a list; some 2 MB
_DOUBT = math.log(1e9)  # a rank is as the key says, but for 1 token in a thousand million


def is_green(
    seeds: Sequence[int], targets: Sequence[int], vocabulary: int, size: int, generator: Generator = "cpu"
) -> NDArray[np.float64]:
    """(n,) for each pair: 1 if the target is among the first `size` of torch.randperm(vocabulary) under that seed.

    NaN where that cannot be told: a target beyond the vocabulary, and with `cuda` one near to the border.
    """
    found = np.full(len(targets), np.nan)
    inside = [i for i, target in enumerate(targets) if 0 <= target < vocabulary]
    if generator == "cuda":
        found[inside] = _ranked([seeds[i] for i in inside], [targets[i] for i in inside], vocabulary, size)
        return found
    remembered = _KNOWN.setdefault((vocabulary, size), {})
    unknown: dict[int, list[int]] = {}
    for i in inside:
        seed = seeds[i] & 0xFFFFFFFF
        known = remembered.get(seed * vocabulary + targets[i])
        if known is None:
            unknown.setdefault(seed, []).append(i)
        else:
            found[i] = known
    if len(remembered) > _MOST_KNOWN:
        remembered.clear()
    for seed, at in unknown.items():
        taken = swaps(seed, vocabulary, min(size, vocabulary - 1))
        for i in at:
            found[i] = remembered[seed * vocabulary + targets[i]] = _ends_in_front(taken, targets[i], size)
    return found


def chance(vocabulary: int, size: int, generator: Generator = "cpu") -> float:
    """Probability that a token which can be told is green."""
    border = _border(vocabulary, size) if generator == "cuda" else None
    return border[0] / (border[0] + 1 - border[1]) if border else size / vocabulary


def _ends_in_front(taken: NDArray[np.uint32], place: int, size: int) -> bool:
    """Follow one element through the shuffle: a step before its place may take it to the front, its own moves it on."""
    step = 0
    while True:
        if (taken[step : min(place, size)] == place).any():
            return True
        if place >= len(taken):
            return place < size
        if taken[place] == place:
            return True
        step, place = place + 1, int(taken[place])


def _ranked(seeds: Sequence[int], targets: Sequence[int], vocabulary: int, size: int) -> NDArray[np.float64]:
    border = _border(vocabulary, size)
    if border is None:
        ranks = [
            (cuda.permutation(seed, vocabulary)[:size] == target).any()
            for seed, target in zip(seeds, targets, strict=True)
        ]
        return np.array(ranks, np.float64)
    each = np.array([seed & 0xFFFFFFFFFFFFFFFF for seed in seeds], np.uint64)
    place = cuda.keys(each, np.array(targets, np.uint64), vocabulary) / 2.0 ** cuda.bits(vocabulary)
    return np.where(place < border[0], 1.0, np.where(place >= border[1], 0.0, np.nan))


def _border(vocabulary: int, size: int) -> tuple[float, float] | None:
    """Keys, as shares of their range, below which a token is green and from which on it is red.

    Of the others, Binomial(V - 1, place) have smaller keys; Bernstein's inequality bounds how far from the mean.
    None where a list is so short that every token is near to the border.
    """
    share = size / vocabulary
    variance = vocabulary * min(0.25, 1.5 * share * (1 - share))
    off = (_DOUBT / 3 + math.sqrt(_DOUBT**2 / 9 + 2 * _DOUBT * variance) + 1) / vocabulary
    return (share - off, share + off) if off < min(share, 1 - share) / 2 else None

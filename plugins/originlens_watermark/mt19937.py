"""PyTorch's random numbers on the CPU, bit for bit: MT19937 as at::mt19937 seeds it (ATen/core/MT19937RNGEngine.h)."""

import threading
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_ENGINE = threading.local()  # a new engine costs more than 10,000 words of one that is seeded anew


def words(seed: int, count: int) -> NDArray[np.uint32]:
    """The first `count` 32-bit words after torch.manual_seed(seed); only the low 32 bits of the seed count."""
    engine: np.random.RandomState | None = getattr(_ENGINE, "engine", None)
    if engine is None:
        engine = _ENGINE.engine = np.random.RandomState()
    engine.seed(seed & 0xFFFFFFFF)
    return engine.randint(0, 1 << 32, count, dtype=np.uint32)


def uniform(seed: int, count: int) -> NDArray[np.float64]:
    """torch.rand(count) in float32: the low 24 bits of each word (ATen/core/TransformationHelper.h)."""
    return (words(seed, count) & np.uint32(0xFFFFFF)).astype(np.float64) * 2.0**-24


def coins(seed: int, count: int) -> NDArray[np.uint8]:
    """torch.randint(0, 2, (count,)): the lowest bit of each word."""
    return (words(seed, count) & np.uint32(1)).astype(np.uint8)


def swaps(seed: int, vocabulary: int, count: int) -> NDArray[np.uint32]:
    """Where each of the first `count` steps of torch.randperm(vocabulary) takes its element from.

    A forward Fisher-Yates shuffle, one word a step (ATen/native/TensorFactories.cpp, n below 2^32 / 20).
    """
    places, left, inverse = _places(vocabulary, count)
    found = words(seed, count)
    # word - left x floor(word / left) takes half the time of NumPy's remainder, which no processor does many at once.
    multiples = (found * inverse).astype(np.int32).view(np.uint32)
    multiples *= left
    found -= multiples
    found += places
    return found


@lru_cache(16)
def _places(vocabulary: int, count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]:
    """Places, how many are left from each on, and the inverse of that.

    The inverse is too large by 2^-50 of itself: so no whole quotient is rounded down, and as words stay below 2^32 none
    is raised by as much as 1 / left, the least that would reach the next whole number. Quotients have 31 bits at most,
    for at least 2 are left.
    """
    places = np.arange(count, dtype=np.uint32)
    left = np.uint32(vocabulary) - places
    return places, left, (1 + 2.0**-50) / left


@lru_cache(8)
def permutation(seed: int, size: int, count: int | None = None) -> NDArray[np.int64]:
    """The first `count` elements of torch.randperm(size), or all; the cost is that of the first alone."""
    steps = size if count is None else min(count, size)
    taken = np.append(swaps(seed, size, min(steps, size - 1)), np.uint32(size - 1))[:steps].astype(np.int64)
    # What a step takes was put there by the last step before it that took from the same place, if any did. It is what
    # stood at that step's own place just then, which came there in the same way.
    order = np.argsort(taken, kind="stable")
    again = np.flatnonzero(taken[order[1:]] == taken[order[:-1]])
    before = np.full(steps, -1)
    before[order[again + 1]] = order[again]
    lasts = order[np.flatnonzero(np.diff(taken[order], append=-1))]
    lasts = np.where(taken[lasts] == lasts, before[lasts], lasts)  # a step that stays where it is moves nothing here
    lasts = lasts[(lasts >= 0) & (taken[lasts] < steps)]
    element = np.arange(steps)
    element[taken[lasts]] = lasts
    while not np.array_equal(further := element[element], element):
        element = further
    return np.where(before >= 0, element[before], taken)

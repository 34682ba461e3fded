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
    places, left = _places(vocabulary, count)
    found = words(seed, count)
    found %= left
    found += places
    return found


@lru_cache(16)
def _places(vocabulary: int, count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    places = np.arange(count, dtype=np.uint32)
    return places, np.uint32(vocabulary) - places


@lru_cache(4)
def permutation(seed: int, size: int) -> NDArray[np.int64]:
    """torch.randperm(size), all of it: about half a second for a million."""
    found = list(range(size))
    for i, j in enumerate(swaps(seed, size, size - 1).tolist()):
        found[i], found[j] = found[j], found[i]
    return np.array(found)

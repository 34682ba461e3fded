"""PyTorch's random numbers on the CPU, bit for bit: MT19937 as at::mt19937 seeds it (ATen/core/MT19937RNGEngine.h)."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def words(seed: int, count: int) -> NDArray[np.uint64]:
    """The first `count` 32-bit words after torch.manual_seed(seed); only the low 32 bits of the seed count."""
    engine = np.random.RandomState(seed & 0xFFFFFFFF)
    return np.asarray(engine._bit_generator.random_raw(count), np.uint64)


def uniform(seed: int, count: int) -> NDArray[np.float64]:
    """torch.rand(count) in float32: the low 24 bits of each word (ATen/core/TransformationHelper.h)."""
    return (words(seed, count) & np.uint64(0xFFFFFF)).astype(np.float64) * 2.0**-24


def coins(seed: int, count: int) -> NDArray[np.uint8]:
    """torch.randint(0, 2, (count,)): the lowest bit of each word."""
    return (words(seed, count) & np.uint64(1)).astype(np.uint8)


def swaps(seed: int, vocabulary: int, count: int) -> NDArray[np.int64]:
    """Where each of the first `count` steps of torch.randperm(vocabulary) takes its element from.

    A forward Fisher-Yates shuffle, one word a step (ATen/native/TensorFactories.cpp, n below 2^32 / 20).
    """
    steps = np.arange(count)
    return (words(seed, count) % (vocabulary - steps).astype(np.uint64)).astype(np.int64) + steps


@lru_cache(4)
def permutation(seed: int, size: int) -> NDArray[np.int64]:
    """torch.randperm(size), all of it: about half a second for a million."""
    found = list(range(size))
    for i, j in enumerate(swaps(seed, size, size - 1).tolist()):
        found[i], found[j] = found[j], found[i]
    return np.array(found)

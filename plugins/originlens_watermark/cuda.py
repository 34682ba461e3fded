"""PyTorch's random numbers on a CUDA device, replayed: each element has a Philox stream of its own.

Written from ATen/native/cuda/{Randperm.cu,DistributionTemplates.h} and cuRAND's headers, and unconfirmed: not yet
compared with a GPU. It holds for up to 221,184 elements on an A100 and 270,336 on an H100; beyond them a thread
draws for several elements, and the order depends on the card.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.philox import Words, philox

_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_MODULUS = np.uint64(0xFFFFFFFFFFFFFFFF)


def keys(seeds: Words, elements: Words, size: int) -> Words:
    """The sort keys of elements under torch.randperm(size), broadcast together: ascending keys are the permutation."""
    first, second, _, _ = _draw(seeds, elements)
    drawn = ((first << _HALF) | second) % _MODULUS
    return drawn & np.uint64((1 << bits(size)) - 1)


def bits(size: int) -> int:
    """Bits of a sort key: enough that 9 in 10 shuffles have no tie."""
    return int(np.ceil(np.log2(size - (6 * size**2 + 1) / (12 * np.log(0.9)))))


@lru_cache(4)
def permutation(seed: int, size: int) -> NDArray[np.int64]:
    """torch.randperm(size); where keys tie, which is rare, in order, though the device shuffles them once more."""
    return np.argsort(keys(_as_words(seed), np.arange(size, dtype=np.uint64), size), kind="stable")


def uniform(seeds: Words, elements: Words) -> NDArray[np.float64]:
    """Elements of torch.rand under each seed, in float32: (0, 1] by cuRAND, with 1 made 0 by PyTorch."""
    first, _, _, _ = _draw(seeds, elements)
    scale = np.float32(2.0**-32)
    drawn = first.astype(np.float32) * scale + scale / np.float32(2)
    return np.where(drawn == 1, np.float32(0), drawn).astype(np.float64)


def coins(seed: int, count: int) -> NDArray[np.uint8]:
    """torch.randint(0, 2, (count,)): the lowest bit of each element's first word."""
    first, _, _, _ = _draw(_as_words(seed), np.arange(count, dtype=np.uint64))
    return (first & np.uint64(1)).astype(np.uint8)


def _draw(seeds: Words, elements: Words) -> tuple[Words, Words, Words, Words]:
    zero = np.zeros_like(elements)
    return philox((zero, zero, elements & _LOW, elements >> _HALF), (seeds & _LOW, seeds >> _HALF))


def _as_words(seed: int) -> Words:
    return np.array(seed & 0xFFFFFFFFFFFFFFFF, np.uint64)

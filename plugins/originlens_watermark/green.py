"""Is a token in a green list? The list is not made: torch.randperm is followed for one token (CPU), or ranked (CUDA)."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.mt19937 import swaps
from originlens_watermark.philox import philox, split

Generator = Literal["cpu", "cuda"]
_MODULUS = np.uint64(0xFFFFFFFFFFFFFFFF)


def is_green(
    seeds: Sequence[int], targets: Sequence[int], vocabulary: int, size: int, generator: Generator = "cpu"
) -> NDArray[np.bool_]:
    """(n,) for each pair: is the target among the first `size` of torch.randperm(vocabulary) under that seed?

    A target beyond the vocabulary is in no list. A seed that comes again is drawn once. `cuda` is unconfirmed: it was
    written from PyTorch's source and has not been compared with a GPU.
    """
    found = np.zeros(len(targets), bool)
    places: dict[int, list[int]] = {}
    for i, seed in enumerate(seeds):
        if 0 <= targets[i] < vocabulary:
            places.setdefault(seed, []).append(i)
    for seed, at in places.items():
        wanted = [targets[i] for i in at]
        found[at] = (_ranked if generator == "cuda" else _followed)(seed, wanted, vocabulary, size)
    return found


def _followed(seed: int, targets: Sequence[int], vocabulary: int, size: int) -> list[bool]:
    taken = swaps(seed, vocabulary, min(size, vocabulary - 1))
    return [_ends_in_front(taken, target, size) for target in targets]


def _ends_in_front(taken: NDArray[np.int64], place: int, size: int) -> bool:
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


def _ranked(seed: int, targets: Sequence[int], vocabulary: int, size: int) -> list[bool]:
    """CUDA sorts the elements by random keys of so few bits that ties are rare (ATen/native/cuda/Randperm.cu).

    Tied elements, of which there are two in about one list of twenty, are taken in their own order.
    """
    lanes = np.arange(vocabulary, dtype=np.uint64)
    zero = np.uint64(0)
    high, low, _, _ = philox((zero, zero, lanes & np.uint64(0xFFFFFFFF), lanes >> np.uint64(32)), split(seed))
    keys = ((high << np.uint64(32)) | low) % _MODULUS
    keys &= np.uint64((1 << _bits(vocabulary)) - 1)
    return [int((keys < keys[target]).sum() + (keys[:target] == keys[target]).sum()) < size for target in targets]


def _bits(n: int) -> int:
    """Bits of a key: enough that 9 in 10 shuffles have no tie."""
    return int(np.ceil(np.log2(n - (6 * n**2 + 1) / (12 * np.log(0.9)))))

"""Philox4x32-10 (Salmon et al., SC 2011, doi:10.1145/2063384.2063405), vectorised."""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]  # 32 bits each
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_ROUNDS = 10


def philox(counter: tuple[Words, Words, Words, Words], key: tuple[Words, Words]) -> tuple[Words, Words, Words, Words]:
    """Four words out of four; all arguments broadcast together."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        first, second = c0 * _M0, c2 * _M1
        c0, c1, c2, c3 = (second >> _HALF) ^ c1 ^ k0, second & _LOW, (first >> _HALF) ^ c3 ^ k1, first & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


def split(value: int) -> tuple[np.uint64, np.uint64]:
    """(low, high) 32-bit words of a 64-bit value; a negative one in two's complement."""
    return np.uint64(value & 0xFFFFFFFF), np.uint64(value >> 32 & 0xFFFFFFFF)

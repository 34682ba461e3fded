"""Text -> places of its hashed n-grams of characters and words, without a tokenizer: rolling hashes in NumPy."""

import numpy as np
from numpy.typing import NDArray

BITS = 20  # 2^20 weights, 2 MB as fp16
CHARACTERS, WORDS = (2, 3, 4, 5), (1, 2)  # lengths of the n-grams
_MOST = 4096  # characters read of one passage, which has about 600
# Wrapping 64-bit arithmetic; any odd multiplier has an inverse, so that a word's hash does not depend on where it is.
_STEP, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_POWERS = np.cumprod(np.full(_MOST + 1, _STEP, np.uint64)) * np.uint64(pow(int(_STEP), -1, 1 << 64))
_INVERSES = np.cumprod(np.full(_MOST + 1, pow(int(_STEP), -1, 1 << 64), np.uint64)) * _STEP
_LETTER = np.array([chr(i).isalnum() or i == 39 for i in range(256)])


def places(text: str, characters: tuple[int, ...] = CHARACTERS, lengths: tuple[int, ...] = WORDS) -> NDArray[np.int32]:
    """Place in [0, 2^BITS) of every n-gram of the lower-cased text, repeated as often as it occurs."""
    codes = np.frombuffer(f" {text.lower()} "[:_MOST].encode("utf-32-le"), np.uint32)
    found = [_characters(codes, n) for n in characters]
    if lengths:
        found += _words(codes, lengths)
    every = np.concatenate(found) * _MIX
    every ^= every >> np.uint64(32)
    return (every * _STEP >> np.uint64(64 - BITS)).astype(np.int32)


def _characters(codes: NDArray[np.uint32], n: int) -> NDArray[np.uint64]:
    hashed = np.full(max(0, len(codes) - n + 1), n, np.uint64)
    for i in range(n):
        hashed *= _STEP
        hashed += codes[i : i + len(hashed)]
    return hashed


def _words(codes: NDArray[np.uint32], lengths: tuple[int, ...]) -> list[NDArray[np.uint64]]:
    letter = np.where(codes < 256, _LETTER[np.minimum(codes, 255)], True)
    edges = np.flatnonzero(np.diff(letter)) + 1  # the text is padded with a space on both sides
    starts, ends = edges[::2], edges[1::2]
    summed = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _POWERS[: len(codes)], dtype=np.uint64)])
    one = (summed[ends] - summed[starts]) * _INVERSES[starts]
    found = []
    for n in lengths:
        hashed = np.full(max(0, len(one) - n + 1), 100 + n, np.uint64)
        for i in range(n):
            hashed = hashed * _MIX + one[i : i + len(hashed)]
        found.append(hashed)
    return found

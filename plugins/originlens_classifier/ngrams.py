"""Hashed n-grams of characters and words: a linear model beside the encoder's, in NumPy, without a tokenizer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BITS = 20  # 2^20 weights, 2 MB as fp16
CHARACTERS, WORDS = (2, 3, 4, 5), (1, 2)  # lengths of the n-grams
UNIT = 40  # about the square root of the distinct n-grams of a passage: makes the mean weight a log-odds
_MOST = 4096  # characters read of one passage, which has about 600
# Wrapping 64-bit arithmetic; any odd multiplier has an inverse, so that a word's hash does not depend on where it is.
_STEP, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_POWERS = np.cumprod(np.full(_MOST + 1, _STEP, np.uint64)) * np.uint64(pow(int(_STEP), -1, 1 << 64))
_INVERSES = np.cumprod(np.full(_MOST + 1, pow(int(_STEP), -1, 1 << 64), np.uint64)) * _STEP
_LETTER = np.array([chr(i).isalnum() or i == 39 for i in range(256)])
_Hashes = tuple[NDArray[np.uint64], NDArray[np.int64]]  # of n-grams, and where each begins in the padded text


@dataclass(frozen=True, slots=True)
class Added:
    """What the n-grams add to the log-odds of a passage, and of each of its sentences."""

    passage: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NGrams:
    """Weights (2^BITS,) of a linear model: log-odds of LLM are UNIT times the mean over the distinct n-grams."""

    weights: NDArray[np.floating]

    def __post_init__(self) -> None:
        if self.weights.shape != (1 << BITS,):
            raise ValueError(f"the n-grams have weights of shape {self.weights.shape}; expected ({1 << BITS},)")

    def read(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> Added:
        """An n-gram counts once in a passage, for the sentence that it first begins in.

        A sentence beyond the part that is read is told as the passage is.
        """
        found, starts = places(text)
        distinct, first = np.unique(found, return_index=True)
        weights = self.weights[distinct].astype(np.float64)
        whole = UNIT * float(weights.mean())
        if not sentences:
            return Added(whole, ())
        edges = np.array([begin for begin, _ in sentences]) + 1  # the text is padded with a space
        owners = np.clip(np.searchsorted(edges, starts[first], side="right") - 1, 0, None)
        counts = np.bincount(owners, minlength=len(sentences))
        means = UNIT * np.bincount(owners, weights, len(sentences)) / np.maximum(counts, 1)
        return Added(whole, tuple(float(m) if n else whole for m, n in zip(means, counts, strict=True)))


def places(
    text: str, characters: tuple[int, ...] = CHARACTERS, lengths: tuple[int, ...] = WORDS
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Place in [0, 2^BITS) of every n-gram of the lower-cased text, as often as it occurs, and where it begins.

    The text is padded with a space on both sides, so that where is one more than in the text itself.
    """
    lowered = text.lower()
    # A few capitals are two characters when lower-cased, which would move every sentence behind them.
    lowered = lowered if len(lowered) == len(text) else text
    codes = np.frombuffer(f" {lowered[: _MOST - 2]} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    found = [_characters(codes, n) for n in characters]
    if lengths:
        found += _words(codes, lengths)
    every = np.concatenate([hashed for hashed, _ in found]) * _MIX
    every ^= every >> np.uint64(32)
    starts = np.concatenate([begin for _, begin in found])
    return (every * _STEP >> np.uint64(64 - BITS)).astype(np.int32), starts


def _characters(codes: NDArray[np.uint32], n: int) -> _Hashes:
    hashed = np.full(max(0, len(codes) - n + 1), n, np.uint64)
    for i in range(n):
        hashed *= _STEP
        hashed += codes[i : i + len(hashed)]
    return hashed, np.arange(len(hashed))


def _words(codes: NDArray[np.uint32], lengths: tuple[int, ...]) -> list[_Hashes]:
    letter = np.where(codes < 256, _LETTER[np.minimum(codes, 255)], True)
    edges = np.flatnonzero(np.diff(letter)) + 1
    starts, ends = edges[::2], edges[1::2]
    summed = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _POWERS[: len(codes)], dtype=np.uint64)])
    one = (summed[ends] - summed[starts]) * _INVERSES[starts]
    found = []
    for n in lengths:
        hashed = np.full(max(0, len(one) - n + 1), 100 + n, np.uint64)
        for i in range(n):
            hashed = hashed * _MIX + one[i : i + len(hashed)]
        found.append((hashed, starts[: len(hashed)]))
    return found

"""SynthID-Text (Dathathri et al., Nature 634, 2024): m coins for each n-gram, in both hashes that are in use.

Two hashes of a token's context and itself give one coin (g-value) for each key; marked text has more ones. The mean of
a token's coins, plain or weighted, is its value (synthid-text, detector_mean.py).
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from originlens_watermark import cuda, mt19937
from originlens_watermark.draws import fresh_contexts
from originlens_watermark.green import Generator
from originlens_watermark.scheme import Ids, MeanOfBernoulli, Scored, first_of_each

_MULTIPLIER, _INCREMENT = np.int64(6364136223846793005), np.int64(1)
_TABLE_SIZE = 1 << 16
_UNEVEN = 0.001  # common phrases ask for the same coins: 0.0003 more ones than in the table were found in human text
_ROUNDS, _SHIFT, _BIT = 12, 5, 30  # of DeepMind's own hash


@dataclass(frozen=True, slots=True)
class Settings:
    """`hash`: transformers' (a table of coins) or deepmind's (bits of the hash); `width`: the context, target apart.

    `generator`: which of PyTorch's drew the table: transformers draws it where the model runs.
    """

    keys: tuple[int, ...]
    hash: Literal["transformers", "deepmind"] = "transformers"
    width: int = 4
    weighted: bool = True
    table_seed: int = 0
    generator: Generator = "cpu"

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError(f"width is {self.width}; expected 1 or more tokens of context")


def score(ids: Ids, settings: Settings) -> Scored:
    """The mean coin of each token of `ids`; where a context comes again the generator did not mark, so it is left."""
    positions, grams = fresh_contexts(*first_of_each(ids, settings.width + 1))
    weights = weights_of(len(settings.keys), settings.weighted)
    return Scored(positions, g_values(grams, settings) @ np.array(weights), MeanOfBernoulli(weights, _ones(settings)))


def _ones(settings: Settings) -> float:
    """How often a coin of unmarked text shows 1: a table of 65,536 coins does not hold exactly as many of both."""
    if settings.hash == "deepmind":
        return 0.5
    return max(0.5, float(_table(settings.table_seed, settings.generator).mean())) + _UNEVEN


def weights_of(depth: int, weighted: bool) -> tuple[float, ...]:
    """Weights of the layers, summing to 1: alike, or falling from 10 to 1."""
    raw = np.linspace(10, 1, depth) if weighted else np.ones(depth)
    return tuple((raw / raw.sum()).tolist())


def g_values(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """(n, width + 1) n-grams -> (n, depth) of 0 and 1."""
    keys = np.array(settings.keys, np.int64)
    if settings.hash == "transformers":
        hashed = _fold(np.ones(len(grams), np.int64), grams)
        each = _fold_keys(hashed, keys)
        return _table(settings.table_seed, settings.generator)[each % _TABLE_SIZE].astype(np.int64)
    start = np.full(len(grams), _deepmind_start(settings.keys), np.int64)
    each = _fold_keys(_fold(start, grams), keys)
    for _ in range(_ROUNDS):
        each = _fold_one(each, np.ones_like(each)) >> np.int64(_SHIFT)
    return (each >> np.int64(_BIT)) & np.int64(1)


def _fold(hashed: NDArray[np.int64], grams: NDArray[np.int64]) -> NDArray[np.int64]:
    for column in grams.T:
        hashed = _fold_one(hashed, column)
    return hashed


def _fold_keys(hashed: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.int64]:
    return _fold_one(np.repeat(hashed[:, None], len(keys), axis=1), keys[None, :])


def _fold_one(hashed: NDArray[np.int64], value: NDArray[np.int64]) -> NDArray[np.int64]:
    with np.errstate(over="ignore"):
        return (hashed + value) * _MULTIPLIER + _INCREMENT


@lru_cache(4)
def _table(seed: int, generator: Generator) -> NDArray[np.uint8]:
    return cuda.coins(seed, _TABLE_SIZE) if generator == "cuda" else mt19937.coins(seed, _TABLE_SIZE)


def _deepmind_start(keys: tuple[int, ...]) -> int:
    """The hash that n-grams are folded into: SHA-256 of the keys."""
    return int.from_bytes(sha256(np.array(keys, np.int64).tobytes()).digest(), "big") % ((1 << 63) - 1)

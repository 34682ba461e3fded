"""Unigram (Zhao et al., ICLR 2024): one green list for every place, made by NumPy from the key (gptwm.py)."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.scheme import Bernoulli, Ids, Scored, first_of_each


@dataclass(frozen=True, slots=True)
class Settings:
    """`gamma`: green share; `vocabulary`: logits width."""

    key: int
    vocabulary: int
    gamma: float = 0.5

    def __post_init__(self) -> None:
        if not -(1 << 63) <= self.key < 1 << 63:
            raise ValueError("a Unigram key is 64 bits with a sign: expected -2^63 to 2^63 - 1")


def score(ids: Ids, settings: Settings) -> Scored:
    """1 for each different token of `ids` that is green: one that comes again says nothing new."""
    positions, grams = first_of_each(ids, 1)
    inside = grams[:, 0] < settings.vocabulary
    positions, tokens = positions[inside], grams[inside, 0]
    mask = green_list(settings.key, settings.vocabulary, settings.gamma)
    return Scored(positions, mask[tokens].astype(np.float64), Bernoulli(float(mask.mean())))


@lru_cache(8)
def green_list(key: int, vocabulary: int, gamma: float) -> NDArray[np.bool_]:
    """(vocabulary,) True where green."""
    size = int(gamma * vocabulary)
    mask = np.array([True] * size + [False] * (vocabulary - size))
    digest = hashlib.sha256(np.int64(key).tobytes()).digest()
    np.random.default_rng(int.from_bytes(digest[:4], "little")).shuffle(mask)
    return mask

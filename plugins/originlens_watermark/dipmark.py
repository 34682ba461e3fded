"""DIPmark (Wu et al., ICML 2024) as MarkLLM has it (watermark/dip/dip.py): the later part of a permutation is green."""

import random
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import numpy as np

from originlens_watermark.draws import fresh_contexts
from originlens_watermark.green import Generator, chance, is_green
from originlens_watermark.scheme import Bernoulli, Ids, Scored, first_of_each


@dataclass(frozen=True, slots=True)
class Settings:
    """`gamma`: the quantile from which on a token is green; `width`: tokens of context; `vocabulary`: logits width.

    `generator`: which of PyTorch's made the permutations.
    """

    key: int
    vocabulary: int
    gamma: float = 0.5
    width: int = 5
    generator: Generator = "cpu"

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError(f"width is {self.width}; expected 1 or more tokens of context")


def score(ids: Ids, settings: Settings) -> Scored:
    """1 for each token of `ids` (T,) at or behind the quantile gamma of torch.randperm(V) under its context's seed.

    A context that comes again is left out: it was not marked twice.
    """
    positions, grams = first_of_each(ids, settings.width + 1)
    inside = grams[:, -1] < settings.vocabulary
    positions, grams = fresh_contexts(positions[inside], grams[inside])
    seeds = [seed(gram[:-1], settings.key) for gram in grams.tolist()]
    red = int(np.ceil(settings.gamma * settings.vocabulary)) - 1  # (place + 1) / V >= gamma is green
    values = 1 - is_green(seeds, grams[:, -1].tolist(), settings.vocabulary, red, settings.generator)
    told = ~np.isnan(values)
    return Scored(positions[told], values[told], Bernoulli(1 - chance(settings.vocabulary, red, settings.generator)))


def seed(context: list[int], key: int) -> int:
    """SHA-256 of the context (int64) and of 1,024 bits drawn from Python's generator under the key."""
    digest = sha256(np.array(context, np.int64).tobytes() + _secret(key)).digest()
    return int.from_bytes(digest, "big") % ((1 << 32) - 1)


@lru_cache(16)
def _secret(key: int) -> bytes:
    return random.Random(key).getrandbits(1024).to_bytes(128, "big")

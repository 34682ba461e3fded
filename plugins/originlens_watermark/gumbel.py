"""Gumbel-max marks (Aaronson 2022) with PyTorch's random numbers: MarkLLM's EXP, and three_bricks' openai.

A token's value is -ln(1 - u) of its own u among torch.rand(V), seeded by the context.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from originlens_watermark import cuda
from originlens_watermark.draws import fresh_draws
from originlens_watermark.green import Generator
from originlens_watermark.mt19937 import uniform
from originlens_watermark.scheme import Exponential, Ids, Scored, first_of_each

_MODULUS = (1 << 64) - 1
_SALT = 35317  # of three_bricks (wm/detector.py)


@dataclass(frozen=True, slots=True)
class Settings:
    """`rule`: who makes the seed; `width`: tokens of context; `vocabulary`: logits width.

    `generator`: which of PyTorch's drew the numbers.
    """

    rule: Literal["markllm", "three_bricks"]
    key: int
    vocabulary: int
    width: int = 4
    generator: Generator = "cpu"

    def __post_init__(self) -> None:
        if self.width < 1:
            raise ValueError(f"width is {self.width}; expected 1 or more tokens of context")


def score(ids: Ids, settings: Settings) -> Scored:
    """-ln(1 - u) of each token of `ids` (T,) that follows a whole context."""
    positions, grams = first_of_each(ids, settings.width + 1)
    inside = grams[:, -1] < settings.vocabulary
    positions, grams = positions[inside], grams[inside]
    tokens = grams[:, -1].tolist()
    seeds = [seed(gram[:-1], settings) for gram in grams.tolist()]
    fresh = fresh_draws(seeds, tokens)
    if settings.generator == "cuda":
        each = np.array([seeds[i] & _MODULUS for i in fresh], np.uint64)
        drawn = cuda.uniform(each, grams[fresh, -1].astype(np.uint64))
    else:
        drawn = np.array([uniform(seeds[i], tokens[i] + 1)[-1] for i in fresh], np.float64)
    return Scored(positions[fresh], -np.log1p(-drawn), Exponential())


def seed(context: list[int], settings: Settings) -> int:
    """What torch's generator is seeded with after a context; on the CPU only its low 32 bits count."""
    return (_markllm if settings.rule == "markllm" else _three_bricks)(context, settings)


def _markllm(context: list[int], settings: Settings) -> int:
    """key x (product of the context mod V) (MarkLLM, exp.py)."""
    product = 1
    for token in context:
        product *= token
    return settings.key * (product % settings.vocabulary)


def _three_bricks(context: list[int], settings: Settings) -> int:
    """Folded over the context: s = (35317 s + token) mod 2^64 - 1, from the key."""
    seed = settings.key
    for token in context:
        seed = (seed * _SALT + token) % _MODULUS
    return seed

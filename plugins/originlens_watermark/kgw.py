"""KGW green lists (Kirchenbauer et al., ICML 2023; ICLR 2024) in every dialect: they differ in the list's seed.

z = (G - gamma T) / sqrt(T gamma (1 - gamma)); here the values go to an exact binomial tail instead (nulls.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from originlens_watermark import cuda, mt19937
from originlens_watermark.draws import fresh_draws
from originlens_watermark.green import Generator, chance, is_green
from originlens_watermark.scheme import Bernoulli, Ids, Scored, first_of_each

LM_TABLE_SEED = 2971215073  # of lm-watermarking's hash table (alternative_prf_schemes.py)
_TABLE_SIZE = 1_000_003
_TABLE_MADE = 1 << 18  # as many as the largest usual vocabulary; all of it only where a token lies beyond
_MODULUS = (1 << 64) - 1
_SALT = 35317  # of three_bricks (wm/detector.py)


@dataclass(frozen=True, slots=True)
class Settings:
    """`rule`: one of RULES; `width`: tokens of context, the target itself not counted; `vocabulary`: logits width.

    `table_seed`: of the hash table of the rules that have one: lm-watermarking's constant, or the key in transformers.
    `generator`: which of PyTorch's made the lists. A hash table is always taken from the CPU's.
    """

    rule: str
    key: int
    vocabulary: int
    gamma: float = 0.25
    width: int = 1
    table_seed: int = LM_TABLE_SEED
    generator: Generator = "cpu"


def score(ids: Ids, settings: Settings) -> Scored:
    """1 for each green token of `ids` (T,), 0 for each other. A list asked for a token again says nothing new."""
    rule = RULES[settings.rule]
    positions, grams = first_of_each(ids, settings.width + 1)
    seeds, tokens = [rule(gram, settings) for gram in grams.tolist()], grams[:, -1].tolist()
    fresh = fresh_draws(seeds, tokens)
    size = int(settings.vocabulary * settings.gamma)
    green = is_green(
        [seeds[i] for i in fresh], [tokens[i] for i in fresh], settings.vocabulary, size, settings.generator
    )
    told = ~np.isnan(green)
    return Scored(positions[fresh][told], green[told], Bernoulli(chance(settings.vocabulary, size, settings.generator)))


def _left(gram: list[int], settings: Settings) -> int:
    """key x previous token (lm-watermarking, transformers, TGI)."""
    return settings.key * gram[-2] % _MODULUS


def _left_64(gram: list[int], settings: Settings) -> int:
    """The same modulo 2^64 (the plugin vllm-watermark, whose key is a digest of 64 bits)."""
    return settings.key * gram[-2] % (1 << 64)


def _self(gram: list[int], settings: Settings) -> int:
    """min over the context and the target of key x h(token) x h(target), in wrapping 64 bits (algorithm 3)."""
    hashed = _hash(np.array(gram), settings.table_seed)
    with np.errstate(over="ignore"):
        return int((np.int64(settings.key) * hashed * hashed[-1]).min()) % _MODULUS


def _minhash(gram: list[int], settings: Settings) -> int:
    """min over the context of h(key x token)."""
    return int(_hash(settings.key * np.array(gram[:-1]), settings.table_seed).min()) % _MODULUS


def _skipgram(gram: list[int], settings: Settings) -> int:
    """h(key x first token of the context)."""
    return int(_hash(settings.key * np.array(gram[:1]), settings.table_seed)[0]) % _MODULUS


def _markllm(gram: list[int], settings: Settings) -> int:
    """(key x prf[product of the context mod V]) mod V, prf = randperm(V) seeded by the key (MarkLLM, kgw.py)."""
    product = 1
    for token in gram[:-1]:
        product *= token
    drawn = cuda if settings.generator == "cuda" else mt19937
    prf = drawn.permutation(settings.key, settings.vocabulary)
    return settings.key * int(prf[product % settings.vocabulary]) % settings.vocabulary


def _three_bricks(gram: list[int], settings: Settings) -> int:
    """Folded over the context: s = (35317 s + token) mod 2^64 - 1, from the key (three_bricks, `hash`)."""
    seed = settings.key
    for token in gram[:-1]:
        seed = (seed * _SALT + token) % _MODULUS
    return seed


def _hash(tokens: NDArray[np.int64], table_seed: int) -> NDArray[np.int64]:
    places = tokens % _TABLE_SIZE
    made = _TABLE_MADE if (places < _TABLE_MADE).all() else _TABLE_SIZE
    return mt19937.permutation(table_seed, _TABLE_SIZE, made)[places] + 1


Rule = Callable[[list[int], Settings], int]
RULES: dict[str, Rule] = {
    "left": _left, "left_64": _left_64, "self": _self, "minhash": _minhash, "skipgram": _skipgram,
    "markllm": _markllm, "three_bricks": _three_bricks,
}  # fmt: skip

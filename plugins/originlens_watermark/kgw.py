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

    def __post_init__(self) -> None:
        if self.width < 1 and self.rule != "self":
            raise ValueError(f"width is {self.width}; expected 1 or more: this rule makes a list of the words before")
        if self.rule in _TOGETHER and not -(1 << 63) <= self.key < 1 << 63:
            raise ValueError("a key of this rule is multiplied in 64 bits with a sign: expected -2^63 to 2^63 - 1")


def score(ids: Ids, settings: Settings) -> Scored:
    """1 for each green token of `ids` (T,), 0 for each other. A list asked for a token again says nothing new."""
    positions, grams = first_of_each(ids, settings.width + 1)
    seeds, tokens = seeds_of(grams, settings), grams[:, -1].tolist()
    fresh = fresh_draws(seeds, tokens)
    size = int(settings.vocabulary * settings.gamma)
    green = is_green(
        [seeds[i] for i in fresh], [tokens[i] for i in fresh], settings.vocabulary, size, settings.generator
    )
    told = ~np.isnan(green)
    return Scored(positions[fresh][told], green[told], Bernoulli(chance(settings.vocabulary, size, settings.generator)))


def seeds_of(grams: NDArray[np.int64], settings: Settings) -> list[int]:
    """The seed of each n-gram's list; grams: (n, width + 1)."""
    together = _TOGETHER.get(settings.rule)
    if together:
        return [seed % _MODULUS for seed in together(grams, settings).tolist()]
    rule = RULES[settings.rule]
    return [rule(gram, settings) for gram in grams.tolist()]


def _left(gram: list[int], settings: Settings) -> int:
    """key x previous token (lm-watermarking, transformers, TGI)."""
    return settings.key * gram[-2] % _MODULUS


def _left_64(gram: list[int], settings: Settings) -> int:
    """The same modulo 2^64 (the plugin vllm-watermark, whose key is a digest of 64 bits)."""
    return settings.key * gram[-2] % (1 << 64)


def _hashed(gram: list[int], settings: Settings) -> int:
    """The rules of a hash table."""
    return seeds_of(np.array([gram]), settings)[0]


def _self(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """min over the context and the target of key x h(token) x h(target), in wrapping 64 bits (algorithm 3)."""
    hashed = _hash(grams, settings.table_seed)
    with np.errstate(over="ignore"):
        found: NDArray[np.int64] = (np.int64(settings.key) * hashed * hashed[:, -1:]).min(1)
    return found


def _minhash(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """min over the context of h(key x token)."""
    found: NDArray[np.int64] = _hash(settings.key * grams[:, :-1], settings.table_seed).min(1)
    return found


def _skipgram(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """h(key x first token of the context)."""
    return _hash(settings.key * grams[:, 0], settings.table_seed)


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
    "left": _left, "left_64": _left_64, "self": _hashed, "minhash": _hashed, "skipgram": _hashed,
    "markllm": _markllm, "three_bricks": _three_bricks,
}  # fmt: skip
_TOGETHER: dict[str, Callable[[NDArray[np.int64], Settings], NDArray[np.int64]]] = {
    "self": _self, "minhash": _minhash, "skipgram": _skipgram,
}  # fmt: skip

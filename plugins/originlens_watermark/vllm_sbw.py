"""vLLM's stateless Bernoulli mark (Ceppi and Sanchez, EMNLP 2026, arXiv:2609.03844; vllm/v1/watermarking/sbw.py)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.draws import fresh_draws
from originlens_watermark.philox import philox
from originlens_watermark.scheme import Bernoulli, Ids, Scored, first_of_each

_MOST = 0x7FFFFFFF
_LOW = np.int64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Settings:
    """`width`: vLLM's context_width, 4 for selfhash and 1 for lefthash; selfhash reads one token of it less."""

    key: int
    rule: Literal["selfhash", "lefthash"] = "selfhash"
    width: int = 4
    gamma: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.key < 1 << 64:
            raise ValueError("a key of vLLM is 64 bits without a sign: expected 0 to 2^64 - 1")
        if self.width < 1:
            raise ValueError(f"width is {self.width}; expected 1 or more tokens of context")


def score(ids: Ids, settings: Settings) -> Scored:
    """1 for each token of `ids` (T,) whose own draw is below gamma."""
    positions, grams = first_of_each(ids, settings.width + 1)
    seeds, tokens = seeds_of(grams, settings), grams[:, -1]
    fresh = fresh_draws(seeds.tolist(), tokens.tolist())
    p = int(settings.gamma * _MOST) / (_MOST + 1)
    return Scored(positions[fresh], is_green(seeds[fresh], tokens[fresh], settings.gamma), Bernoulli(p))


def seeds_of(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """(n, width + 1) n-grams -> (n,) seeds, as vLLM's sampler makes them.

    Its detector at caaac7c hashes the context of lefthash, which the sampler does not, and so finds nothing.
    """
    return _self(grams, settings) if settings.rule == "selfhash" else _left(grams, settings)


def is_green(seeds: NDArray[np.int64], tokens: NDArray[np.int64], gamma: float) -> NDArray[np.float64]:
    """(n,) 1 where the token's own word of Philox, seeded by the seed, is below gamma."""
    zero = np.zeros(len(tokens), np.uint64)
    key = ((seeds & _LOW).astype(np.uint64), (seeds >> np.int64(32) & _LOW).astype(np.uint64))
    words = np.stack(philox(((tokens // 4).astype(np.uint64), zero, zero, zero), key))
    drawn = words[tokens % 4, np.arange(len(tokens))] & np.uint64(_MOST)
    return (drawn < np.uint64(int(gamma * _MOST))).astype(np.float64)


def _left(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """key x sum of the context, in wrapping 64 bits."""
    with np.errstate(over="ignore"):
        found: NDArray[np.int64] = _signed(settings.key) * grams[:, :-1].sum(1)
    return found


def _self(grams: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """min over the context but its first token, and the target itself, of key x h(token) x h(target)."""
    hashed = _hash(grams[:, 1:])
    with np.errstate(over="ignore"):
        found: NDArray[np.int64] = (_signed(settings.key) * (hashed * hashed[:, -1:])).min(1)
    return found


def _signed(key: int) -> np.int64:
    return np.uint64(key).astype(np.int64)


def _hash(tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bob Jenkins' integer hash of token + 1, in wrapping 32 bits."""
    with np.errstate(over="ignore"):
        i = (tokens + 1).astype(np.int32)
        i = i - (i << 6)
        i = i ^ (i >> 17)
        i = i - (i << 9)
        i = i ^ (i << 4)
        i = i - (i << 3)
        i = i ^ (i << 10)
        i = i ^ (i >> 15)
    return i.astype(np.int64)

"""vLLM's Gumbel-max mark and its dual key, with the PRF philox4x32-10-v1 (vllm/v1/watermarking/prfs/philox.py)."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.draws import fresh_contexts
from originlens_watermark.philox import philox, split
from originlens_watermark.scheme import Exponential, Ids, Scored, TwoExponentials, first_of_each

_CONTEXT_DOMAIN, _TOKEN_DOMAIN = np.uint64(0x574D4358), np.uint64(0x574D544B)  # "WMCX", "WMTK"
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Settings:
    """`alpha`: None for one key; else the weight of the second of two keys that are derived from `key`."""

    key: int
    width: int = 4
    alpha: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.key < 1 << 64:
            raise ValueError("a key of vLLM is 64 bits without a sign: expected 0 to 2^64 - 1")
        if self.width < 1:
            raise ValueError(f"width is {self.width}; expected 1 or more tokens of context")
        if self.alpha is not None and not 0 < self.alpha < 1:
            raise ValueError(f"alpha is {self.alpha!r}; expected a weight above 0 and below 1")


def score(ids: Ids, settings: Settings) -> Scored:
    """-ln(1 - u) of each token of `ids` (T,); of the dual key the weighted sum of both.

    A context that comes again is left out: vLLM does not mark it twice.
    """
    positions, grams = fresh_contexts(*first_of_each(ids, settings.width + 1))
    if settings.alpha is None:
        return Scored(positions, _surprise(settings.key, grams), Exponential())
    one, two = (_surprise(derived(settings.key, domain), grams) for domain in (b"key_a", b"key_b"))
    return Scored(positions, (1 - settings.alpha) * one + settings.alpha * two, TwoExponentials(settings.alpha))


def derived(key: int, domain: bytes) -> int:
    """The key of one side of the dual key: the first 8 bytes of SHA-256(domain, key in 8 bytes)."""
    return int.from_bytes(sha256(domain + key.to_bytes(8, "big")).digest()[:8], "big")


def uniforms(key: int, grams: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n, width + 1) n-grams -> (n,) u in (0, 1): ((word >> 8) + 1) / (2^24 + 1)."""
    context = (grams[:, :-1] & 0xFFFFFFFF).astype(np.uint64)
    tokens = (grams[:, -1] & 0xFFFFFFFF).astype(np.uint64)
    count, width = context.shape
    low, high = split(key)
    zero = np.zeros(count, np.uint64)
    state = (zero + _CONTEXT_DOMAIN, zero + np.uint64(width), zero, zero)
    for offset in range(0, width, 4):
        block = [context[:, offset + i] if offset + i < width else zero + (_LOW - np.uint64(i)) for i in range(4)]
        mixed = tuple(s ^ b for s, b in zip(state, block, strict=True))
        state = philox((mixed[0], mixed[1], mixed[2], mixed[3]), (zero + (low ^ np.uint64(offset)), zero + high))
    key_of_token = (low ^ state[3], zero + (high ^ _TOKEN_DOMAIN))
    words = np.stack(philox((tokens >> np.uint64(2), state[0], state[1], state[2]), key_of_token))
    chosen = words[(tokens & np.uint64(3)).astype(np.int64), np.arange(count)]
    return ((chosen >> np.uint64(8)).astype(np.float64) + 1) / (2**24 + 1)


def _surprise(key: int, grams: NDArray[np.int64]) -> NDArray[np.float64]:
    return -np.log1p(-uniforms(key, grams))

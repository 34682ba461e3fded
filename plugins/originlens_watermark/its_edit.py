"""ITS-edit (Kuditipudi et al., TMLR 2024, arXiv:2307.15593; watermarking/transform/; MarkLLM, its_edit.py).

Tokens stand in a secret order, and the token at step i is where their cumulated probabilities pass xi[i] of a ring of n
uniforms. An alignment costs |place / V - xi|, and skipping costs 1.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.alignment import Costs, cheapest
from originlens_watermark.mt19937 import permutation, words
from originlens_watermark.permutation import Tested, permutation_test
from originlens_watermark.scheme import Ids


@dataclass(frozen=True, slots=True)
class Settings:
    """`seed`: of the order and the ring; `length`: of the ring; `skip`: cost of leaving out a token or an element.

    `rule`: jthickstun takes the seed as it is; for markllm it is the key that MarkLLM draws its seed from.
    `block`: tokens that are aligned together. The reference takes the whole text, and so do we up to that many.
    """

    seed: int
    vocabulary: int
    length: int = 256
    skip: float = 1.0
    block: int = 128
    rule: Literal["jthickstun", "markllm"] = "jthickstun"


def markllm_seed(key: int) -> int:
    """MarkLLM seeds order and ring by the first torch.randint(2^32) under its key: the low half of 64 bits."""
    return int(words(key, 2)[1])


def test(ids: Ids, settings: Settings, runs: int, seed: int) -> Tested:
    """The permutation test of `ids` (T,); tokens beyond the vocabulary are left out, as if they were not there."""
    kept = np.flatnonzero((ids >= 0) & (ids < settings.vocabulary))
    if len(kept) == 0:
        return Tested(1.0, 1 / (runs + 1), 0, 0, 0)
    different, which = np.unique(ids[kept], return_inverse=True)
    order, ring = secret(settings)
    costs = _costs(places(order)[different], ring, settings.vocabulary)[which]
    found = cheapest(costs, settings.skip, settings.block)

    def draw(chance: np.random.Generator) -> Costs:
        drawn = chance.choice(settings.vocabulary, len(different), replace=False)
        return _costs(drawn, chance.random(settings.length), settings.vocabulary)[which]

    tested = permutation_test(found, draw, skip=settings.skip, block=settings.block, runs=runs, seed=seed)
    start, end = int(kept[tested.start]), int(kept[tested.end - 1]) + 1
    return Tested(tested.p, tested.floor, start, end, tested.offset)


def secret(settings: Settings) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(order (V,), ring (n,)): torch.randperm(V), then torch.rand(n) of the same generator."""
    seed = markllm_seed(settings.seed) if settings.rule == "markllm" else settings.seed
    used = settings.vocabulary - 1
    drawn = words(seed, used + settings.length)[used:]
    ring = (drawn & np.uint64(0xFFFFFF)).astype(np.float64) * 2.0**-24
    return permutation(seed, settings.vocabulary), ring


def places(order: NDArray[np.int64]) -> NDArray[np.int64]:
    """(V,) where each token stands in the order."""
    found = np.empty_like(order)
    found[order] = np.arange(len(order))
    return found


def _costs(at: NDArray[np.int64], ring: NDArray[np.float64], vocabulary: int) -> Costs:
    return np.abs(at[:, None] / vocabulary - ring[None, :]).astype(np.float32)

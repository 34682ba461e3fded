"""EXP-edit (Kuditipudi et al., TMLR 2024, arXiv:2307.15593; jthickstun/watermark, detect.py; MarkLLM, exp_edit.py).

A ring of n rows of V uniforms, from a random place on: the token at step i is argmax u[i, v]^(1 / p_v). An alignment
of token and row costs ln(1 - u), and skipping costs nothing in the software that people run.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.alignment import Costs, cheapest
from originlens_watermark.permutation import Tested, permutation_test
from originlens_watermark.scheme import Ids


@dataclass(frozen=True, slots=True)
class Settings:
    """`length`: rows of the ring; `skip`: cost of leaving out a token or a row.

    `block`: tokens that are aligned together. The reference takes the whole text, and so do we up to that many.
    """

    key: int
    vocabulary: int
    length: int = 256
    skip: float = 0.0
    block: int = 128

    def __post_init__(self) -> None:
        if not 0 <= self.key < 1 << 32:
            raise ValueError("an EXP-edit key seeds a 32-bit generator: expected 0 to 4294967295")


def test(ids: Ids, settings: Settings, runs: int, seed: int) -> Tested:
    """The permutation test of `ids` (T,); tokens beyond the vocabulary are left out, as if they were not there."""
    kept = np.flatnonzero((ids >= 0) & (ids < settings.vocabulary))
    if len(kept) == 0:
        return Tested(1.0, 1 / (runs + 1), 0, 0, 0)
    different, which = np.unique(ids[kept], return_inverse=True)
    costs = np.log1p(-columns(settings, different)).astype(np.float32).T[which]
    found = cheapest(costs, settings.skip, settings.block)

    def draw(chance: np.random.Generator) -> Costs:
        # -ln(1 - u) of a uniform is exponential; only the columns of tokens that occur matter.
        return -chance.standard_exponential((len(different), settings.length), np.float32)[which]

    tested = permutation_test(found, draw, skip=settings.skip, block=settings.block, runs=runs, seed=seed)
    start, end = int(kept[tested.start]), int(kept[tested.end - 1]) + 1
    return Tested(tested.p, tested.floor, start, end, tested.offset)


def columns(settings: Settings, tokens: Ids) -> NDArray[np.float64]:
    """(length, len(tokens)) uniforms of the ring: MT19937 words x 2^-32, row by row (demo/mersenne.py)."""
    engine = np.random.RandomState(settings.key)
    rows = [engine.randint(0, 1 << 32, settings.vocabulary, dtype=np.uint32)[tokens] for _ in range(settings.length)]
    return np.array(rows).astype(np.float64) * 2.0**-32

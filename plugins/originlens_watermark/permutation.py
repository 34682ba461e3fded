"""How likely is an alignment this cheap by chance? The same text against sequences drawn anew, as many as it takes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from originlens_watermark.alignment import Alignment, Costs, cheapest

_ENOUGH = 10  # sequences at least as good, after which a text is let go


@dataclass(frozen=True, slots=True)
class Tested:
    """`p`: never below `floor`, which is 1 / (runs + 1); `start` to `end` (apart): the tokens that fit best."""

    p: float
    floor: float
    start: int
    end: int
    offset: int


def permutation_test(
    found: Alignment, draw: Callable[[np.random.Generator], Costs], *, skip: float, block: int, runs: int, seed: int
) -> Tested:
    """p = (1 + sequences at least as good) / (1 + runs); `draw` gives the costs against one unrelated sequence.

    Where 10 of the first l are at least as good, p = 10 / l and no more are drawn: also exact, and unmarked text costs
    a few runs in place of all (Besag and Clifford, Biometrika 78, 1991). Raises ValueError for fewer than one run.
    """
    if runs < 1:
        raise ValueError(f"runs is {runs}; expected 1 or more: the p-value's floor is 1 / (runs + 1)")
    chance = np.random.default_rng(seed)
    as_good = 0
    for run in range(1, runs + 1):
        as_good += cheapest(draw(chance), skip, block).cost <= found.cost
        if as_good == _ENOUGH:
            return _tested(as_good / run, found, runs)
    return _tested((1 + as_good) / (1 + runs), found, runs)


def _tested(p: float, found: Alignment, runs: int) -> Tested:
    return Tested(p, 1 / (runs + 1), found.start, found.end, found.offset)

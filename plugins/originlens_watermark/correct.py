"""Many configurations on one text: Holm's correction (Scandinavian Journal of Statistics 6, 1979), as logarithms."""

import math
from collections.abc import Sequence


def holm(log_ps: Sequence[float]) -> list[float]:
    """Natural logarithms of p-values -> of the corrected ones, in the same order."""
    order = sorted(range(len(log_ps)), key=log_ps.__getitem__)
    found = [0.0] * len(log_ps)
    highest = -math.inf
    for rank, i in enumerate(order):
        highest = max(highest, log_ps[i] + math.log(len(log_ps) - rank))
        found[i] = min(0.0, highest)
    return found

"""Many configurations on one text: Holm's correction (Scandinavian Journal of Statistics 6, 1979), as logarithms."""

import math
from collections.abc import Sequence


def holm(log_ps: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Natural logarithms of p-values -> of the corrected ones, in the same order.

    `weights`: above 0, chosen before the p-values are seen: the chance of any false finding stays below alpha whatever
    they are, and however the tests depend on each other (Benjamini and Hochberg, ibid. 24, 1997). Equal weights give
    the usual correction.
    """
    order = sorted(range(len(log_ps)), key=lambda i: log_ps[i] - math.log(weights[i]))
    left = sum(weights)
    found = [0.0] * len(log_ps)
    highest = -math.inf
    for i in order:
        # A sum of what is left, taken down step by step, may end a hair below the last weight.
        highest = max(highest, log_ps[i] + math.log(max(left, weights[i]) / weights[i]))
        found[i] = min(0.0, highest)
        left -= weights[i]
    return found

"""Mean entropy of the model's predictions along a text: how open it was what would come next."""

import numpy as np
from numpy.typing import NDArray


def entropy(entropies: NDArray[np.float64]) -> float:
    """1/n sum_i H(p(. | x_<i)) with H(p) = -sum p log p, in nats; `entropies` (n,).

    Source: Gehrmann et al., GLTR, 2019 (arXiv 1906.04043).
    """
    return float(entropies.mean())

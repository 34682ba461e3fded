"""Mean log-rank of a text: how far down the model's list of guesses each token stood."""

import numpy as np
from numpy.typing import NDArray


def log_rank(rank: NDArray[np.float64]) -> float:
    """1/n sum_i log r(x_i | x_<i), in nats; `rank` (n,), 1 for the likeliest token.

    Source: Gehrmann et al., GLTR, 2019 (arXiv 1906.04043) for the rank; Mitchell et al., DetectGPT, 2023
    (arXiv 2301.11305) for its logarithm.
    """
    return float(np.log(rank).mean())

"""LRR, the log-likelihood log-rank ratio."""

import numpy as np
from numpy.typing import NDArray


def lrr(log_p: NDArray[np.float64], rank: NDArray[np.float64]) -> float:
    """-sum_i log p(x_i | x_<i) / sum_i log r(x_i | x_<i); `log_p` and `rank` (n,), rank 1 for the likeliest.

    Infinite where every token is the likeliest one. Source: Su et al., DetectLLM, 2023 (arXiv 2306.05540), equation 1.
    """
    ranks = float(np.log(rank).sum())
    return -float(log_p.sum()) / ranks if ranks else float("inf")

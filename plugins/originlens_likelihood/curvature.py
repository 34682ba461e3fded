"""Conditional probability curvature: Fast-DetectGPT's sampling discrepancy, in its analytic form."""

import numpy as np
from numpy.typing import NDArray


def curvature(log_p: NDArray[np.float64], entropies: NDArray[np.float64], variances: NDArray[np.float64]) -> float:
    """(sum_i log p(x_i) - sum_i m_i) / sqrt(sum_i v_i), without a unit; all arrays (n,).

    m_i = sum_x p(x) log p(x) is the mean of log p(x') for x' drawn from p(. | x_<i), that is, minus its entropy, and
    v_i its variance. One model both samples and scores. Infinite or NaN where the model is certain throughout.
    Source: Bao et al., Fast-DetectGPT, ICLR 2024 (arXiv 2310.05130), equations 3 to 6.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return float((log_p.sum() + entropies.sum()) / np.sqrt(variances.sum()))

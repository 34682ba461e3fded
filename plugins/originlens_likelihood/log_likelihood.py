"""Mean log-likelihood of a text: how well the language model foresaw it."""

import numpy as np
from numpy.typing import NDArray


def log_likelihood(log_p: NDArray[np.float64]) -> float:
    """1/n sum_i log p(x_i | x_<i), in nats a token; `log_p` (n,).

    Source: Solaiman et al., Release Strategies and the Social Impacts of Language Models, 2019, section 4.2
    (arXiv 1908.09203), there called total probability.
    """
    return float(log_p.mean())

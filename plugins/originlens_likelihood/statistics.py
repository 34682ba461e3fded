"""The statistics by name, each as a function of a text's tokens."""

from collections.abc import Callable

from originlens_likelihood.curvature import curvature
from originlens_likelihood.entropy import entropy
from originlens_likelihood.log_likelihood import log_likelihood
from originlens_likelihood.log_rank import log_rank
from originlens_likelihood.lrr import lrr
from originlens_likelihood.tokens import Tokens

STATISTICS: dict[str, Callable[[Tokens], float]] = {
    "log_likelihood": lambda t: log_likelihood(t.log_p),
    "log_rank": lambda t: log_rank(t.rank),
    "entropy": lambda t: entropy(t.entropy),
    "lrr": lambda t: lrr(t.log_p, t.rank),
    "curvature": lambda t: curvature(t.log_p, t.entropy, t.variance),
}

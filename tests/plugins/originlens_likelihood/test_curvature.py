import numpy as np
import pytest

from originlens_likelihood.curvature import curvature
from originlens_likelihood.tokens import tokens


def test_it_is_the_discrepancy_over_its_deviation():
    log_p, entropies, variances = np.array([-1.0, -2.0]), np.array([2.0, 4.0]), np.array([1.0, 8.0])
    assert curvature(log_p, entropies, variances) == pytest.approx((-3 + 6) / 3, abs=1e-12)


def test_it_is_what_sampling_from_the_model_gives():
    """The analytic form against the definition: the text's log-likelihood among those of texts drawn from the model."""
    rng = np.random.default_rng(7)
    logits, ids = rng.normal(size=(40, 12)).astype(np.float32), rng.integers(0, 12, 40)
    p = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    drawn = np.stack([np.log(row)[rng.choice(12, 40_000, p=row / row.sum())] for row in p.astype(np.float64)]).sum(0)
    own = np.log(p[np.arange(40), ids]).sum()
    found = tokens(logits, ids)
    analytic = curvature(found.log_p, found.entropy, found.variance)
    assert analytic == pytest.approx((own - drawn.mean()) / drawn.std(), rel=0.02)


def test_where_the_model_is_certain_there_is_no_number():
    assert not np.isfinite(curvature(np.zeros(2), np.zeros(2), np.zeros(2)))

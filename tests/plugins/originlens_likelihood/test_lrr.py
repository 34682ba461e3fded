import numpy as np
import pytest

from originlens_likelihood.lrr import lrr


def test_it_is_the_ratio_of_the_sums():
    assert lrr(np.array([-1.0, -2.0]), np.exp([0.5, 1.0])) == pytest.approx(2.0, abs=1e-12)


def test_it_has_no_value_where_every_token_is_the_likeliest():
    assert lrr(np.array([-0.1, -0.2]), np.ones(2)) == float("inf")

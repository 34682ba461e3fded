import numpy as np
import pytest

from originlens_likelihood.log_rank import log_rank


def test_it_is_the_mean_of_log_r():
    assert log_rank(np.array([1.0, 100.0])) == pytest.approx(np.log(10), abs=1e-12)


def test_a_text_of_likeliest_tokens_has_none():
    assert log_rank(np.ones(3)) == 0

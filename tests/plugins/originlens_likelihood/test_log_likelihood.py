import numpy as np
import pytest

from originlens_likelihood.log_likelihood import log_likelihood


def test_it_is_the_mean_of_log_p():
    assert log_likelihood(np.log([0.5, 0.125])) == pytest.approx(np.log(0.25), abs=1e-12)

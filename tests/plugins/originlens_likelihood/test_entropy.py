import numpy as np
import pytest

from originlens_likelihood.entropy import entropy
from originlens_likelihood.tokens import tokens


def test_it_is_the_mean_over_the_places():
    assert entropy(np.array([1.0, 3.0])) == 2


def test_an_even_choice_of_eight_has_log_eight():
    found = tokens(np.zeros((4, 8), np.float32), np.zeros(4, np.int64))
    assert entropy(found.entropy) == pytest.approx(np.log(8), abs=1e-6)

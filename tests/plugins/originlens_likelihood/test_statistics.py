import numpy as np
import pytest

from originlens_likelihood.statistics import STATISTICS
from originlens_likelihood.tokens import tokens
from tests.plugins.originlens_likelihood import naive


@pytest.mark.parametrize("name", STATISTICS)
@pytest.mark.parametrize(("n", "vocabulary", "spread"), [(1, 5, 1), (40, 300, 3), (70, 50, 10)])
def test_each_equals_its_reference_to_five_digits(name, n, vocabulary, spread):
    rng = np.random.default_rng(n)
    logits = (spread * rng.normal(size=(n, vocabulary))).astype(np.float32)
    ids = rng.integers(0, vocabulary, n)
    assert STATISTICS[name](tokens(logits, ids)) == pytest.approx(naive.of_text(logits, ids)[name], rel=1e-5, abs=1e-5)


def test_the_reference_knows_the_same_statistics():
    assert set(naive.of_text([[0.0, 1.0]], [0])) == set(STATISTICS)

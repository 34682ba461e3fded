import importlib
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from originlens_likelihood.tokens import tokens
from tests.plugins.originlens_likelihood import naive

module = importlib.import_module("originlens_likelihood.tokens")  # the package's own `tokens` is the function


def check(logits, ids):
    found = tokens(logits, ids)
    for i, (row, token) in enumerate(zip(logits, ids, strict=True)):
        p = naive.probabilities(row)
        mean = math.fsum(q * math.log(q) for q in p if q)
        assert found.log_p[i] == pytest.approx(float(row[token]) - max(map(float, row)) + math.log(max(p)), abs=1e-5)
        assert found.rank[i] == 1 + sum(z > row[token] for z in row)
        assert found.entropy[i] == pytest.approx(-mean, abs=1e-5)
        assert found.variance[i] == pytest.approx(
            math.fsum(q * (math.log(q) - mean) ** 2 for q in p if q), rel=1e-5, abs=1e-5
        )


@settings(deadline=None)
@given(
    hnp.arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(2, 30)), elements=st.floats(-30, 30, width=32)),
    st.data(),
)
def test_each_number_is_its_definition(logits, data):
    n, vocabulary = logits.shape
    check(logits, np.array(data.draw(st.lists(st.integers(0, vocabulary - 1), min_size=n, max_size=n))))


def test_a_large_vocabulary_loses_no_digits():
    rng = np.random.default_rng(3)
    check((4 * rng.normal(size=(3, 49_152))).astype(np.float32), np.array([0, 17, 49_151]))


def test_many_rows_come_out_as_each_alone():
    rng = np.random.default_rng(4)
    logits, ids = rng.normal(size=(150, 11)).astype(np.float32), rng.integers(0, 11, 150)
    together = tokens(logits, ids)
    for i in (0, 63, 64, 127, 128, 149):
        alone = tokens(logits[i : i + 1], ids[i : i + 1])
        assert (together.log_p[i], together.variance[i]) == pytest.approx((alone.log_p[0], alone.variance[0]), abs=1e-6)


def test_a_tie_has_the_better_rank():
    assert tokens(np.zeros((1, 5), np.float32), np.array([3])).rank == [1]


def test_the_logits_are_not_changed_nor_copied_whole(monkeypatch):
    logits = np.random.default_rng(5).normal(size=(200, 7)).astype(np.float32)
    before, most = logits.copy(), []
    of_rows = module._of_rows
    monkeypatch.setattr(module, "_of_rows", lambda rows, ids: most.append(len(rows)) or of_rows(rows, ids))
    tokens(logits, np.zeros(200, np.int64))
    assert (logits == before).all()
    assert max(most) == 64

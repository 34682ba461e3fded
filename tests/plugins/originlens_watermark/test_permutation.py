import numpy as np
import pytest
from scipy import stats

from originlens_watermark.alignment import Alignment
from originlens_watermark.permutation import permutation_test


def run(cost, runs=99, seed=1, asked=None):
    def draw(chance):
        if asked is not None:
            asked.append(1)
        return np.full((1, 1), chance.normal(), np.float32)

    return permutation_test(Alignment(cost, 2, 5, 7), draw, skip=9.0, block=1, runs=runs, seed=seed)


def test_the_least_p_is_the_floor_and_the_best_place_is_told():
    found = run(-50.0)
    assert found.p == found.floor == 0.01
    assert (found.start, found.end, found.offset) == (2, 5, 7)


def test_an_unmarked_text_is_let_go_after_a_few_runs():
    asked = []
    assert run(50.0, runs=10_000, asked=asked).p == 1
    assert len(asked) == 10


def test_p_is_uniform_or_conservative_without_a_mark():
    chance = np.random.default_rng(2)
    found = [run(float(cost), runs=99, seed=i).p for i, cost in enumerate(chance.normal(size=120))]
    assert stats.kstest(found, "uniform", alternative="greater").pvalue > 0.01
    assert 0.35 < np.mean(found) < 0.65


def test_the_same_seed_gives_the_same_answer():
    assert run(-1.0, seed=4) == run(-1.0, seed=4)


def test_no_runs_are_an_error():
    with pytest.raises(ValueError, match="runs is 0; expected 1 or more"):
        run(0.0, runs=0)

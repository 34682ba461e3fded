"""Measures against their definitions, written out naively here without scipy."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.evaluate.measures import auroc, auroc_interval, bootstrap, exceeds, holm, interval, roc, tpr_at_fpr

COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SCORES = st.lists(st.integers(-5, 5), min_size=1, max_size=20).map(lambda found: np.array(found, float))


def at_least(hits: int, n: int, rate: float) -> float:
    """P(X >= hits) of a binomial, term by term."""
    return sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(hits, n + 1))


@given(COUNTS)
def test_at_the_ends_of_the_interval_the_tails_hold_two_and_a_half_percent(counts) -> None:
    hits, n = counts
    low, high = interval(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert low == 0 if hits == 0 else at_least(hits, n, low) == pytest.approx(0.025, rel=1e-6)
    assert high == 1 if hits == n else 1 - at_least(hits + 1, n, high) == pytest.approx(0.025, rel=1e-6)


def test_no_text_gives_no_information() -> None:
    assert interval(0, 0) == (0.0, 1.0)


@given(COUNTS, st.sampled_from([0.001, 0.01, 0.1, 0.5]))
def test_the_exact_test_sums_the_upper_tail(counts, rate) -> None:
    assert exceeds(*counts, rate) == pytest.approx(at_least(*counts, rate), rel=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_the_step_down_procedure(p_values) -> None:
    adjusted = holm(p_values)
    for level in (0.01, 0.05, 0.2):
        rejected = set()
        for step, i in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
            if p_values[i] * (len(p_values) - step) > level:
                break
            rejected.add(i)
        assert {i for i, p in enumerate(adjusted) if p <= level} == rejected


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_the_right_order_and_the_area_under_the_roc(human, llm) -> None:
    pairs = [1.0 if y > x else 0.5 if y == x else 0.0 for x in human for y in llm]
    assert auroc(human, llm) == pytest.approx(sum(pairs) / len(pairs))
    assert auroc(human, llm) + auroc(llm, human) == pytest.approx(1)
    points = np.array(roc(human, llm))
    assert np.trapezoid(points[:, 1], points[:, 0]) == pytest.approx(auroc(human, llm))


@given(SCORES, SCORES)
def test_the_roc_is_what_each_threshold_gives(human, llm) -> None:
    thresholds = sorted({*human, *llm}, reverse=True)
    found = [(np.mean(human >= t), np.mean(llm >= t)) for t in thresholds]
    assert np.allclose(roc(human, llm), [(0, 0), *found])


@given(SCORES, SCORES, st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.5, 1.0]))
def test_tpr_at_fpr_is_the_best_threshold_that_keeps_the_rate(human, llm, fpr) -> None:
    kept = [t for t in [*human, *llm, -99.0] if np.mean(human > t) <= fpr + 1e-12]
    assert tpr_at_fpr(human, llm, fpr) == max(np.mean(llm > t) for t in kept)


def test_the_bootstrap_draws_documents_and_not_texts() -> None:
    rng = np.random.default_rng(1)
    human, llm = rng.normal(0, 1, 400), rng.normal(1, 1, 400)
    apart = [str(i) for i in range(400)]
    ten = [str(i // 40) for i in range(400)]
    low, high = auroc_interval(human, llm, (apart, apart))
    assert low < auroc(human, llm) < high
    many, few = (np.repeat(side[::40], 40) for side in (human, llm))
    narrow = np.ptp(auroc_interval(many, few, (apart, apart)))
    assert np.ptp(auroc_interval(many, few, (ten, ten))) > 2 * narrow


def test_the_bootstrap_is_the_same_each_time() -> None:
    human, llm = np.arange(30.0), np.arange(10.0, 40.0)
    names = [str(i) for i in range(30)]
    first = bootstrap(auroc, human, llm, (names, names))
    assert bootstrap(auroc, human, llm, (names, names)) == first

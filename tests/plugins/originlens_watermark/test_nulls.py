import math

import numpy as np
import pytest

from originlens_watermark.nulls import log_p
from originlens_watermark.scheme import Bernoulli, Exponential, MeanOfBernoulli, TwoExponentials
from originlens_watermark.synthid import weights_of


def naive_binomial(green, count, p):
    terms = [math.comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(green, count + 1)]
    return math.fsum(terms)


@pytest.mark.parametrize(("green", "count", "p"), [(1, 3, 0.25), (40, 100, 0.25), (90, 100, 0.5), (0, 9, 0.5)])
def test_the_binomial_tail_is_exact(green, count, p):
    assert math.exp(log_p(green, count, Bernoulli(p))) == pytest.approx(naive_binomial(green, count, p), rel=1e-9)


def test_the_binomial_tail_goes_on_where_floats_end():
    assert log_p(1000, 1000, Bernoulli(0.25)) == pytest.approx(1000 * math.log(0.25))
    exact = math.log(sum(math.comb(1000, k) * 3 ** (1000 - k) for k in range(900, 1001))) - 1000 * math.log(4)
    assert log_p(900, 1000, Bernoulli(0.25)) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(("total", "count"), [(3.5, 2), (60.0, 50), (650.0, 100), (3000.0, 40)])
def test_the_gamma_tail_is_exact(total, count):
    # P(Gamma(n) >= x) = e^-x sum_{k<n} x^k / k!
    logs = [k * math.log(total) - math.lgamma(k + 1) - total for k in range(count)]
    assert log_p(total, count, Exponential()) == pytest.approx(float(np.logaddexp.reduce(logs)), rel=1e-8)


def test_equal_coins_are_counted_exactly():
    null = MeanOfBernoulli((1 / 9,) * 9)
    assert math.exp(log_p(60 / 9, 10, null)) == pytest.approx(naive_binomial(60, 90, 0.5), rel=1e-9)
    odd = MeanOfBernoulli((1 / 9,) * 9, 0.48)
    assert math.exp(log_p(60 / 9, 10, odd)) == pytest.approx(naive_binomial(60, 90, 0.48), rel=1e-9)


@pytest.mark.parametrize(
    ("p", "total"), [(0.5, 10.5), (0.5, 11.5), (0.5, 12.5), (0.45, 9.5), (0.45, 10.5), (0.45, 11.5)]
)
def test_the_saddlepoint_is_within_a_tenth_of_what_drawing_gives(p, total):
    weights = weights_of(9, True)
    rng = np.random.default_rng(0)
    drawn = ((rng.random((200_000, 20, 9)) < p) @ np.array(weights)).sum(1)
    share = (drawn >= total).mean()
    told = math.exp(log_p(total, 20, MeanOfBernoulli(weights, p)))
    assert told == pytest.approx(share, rel=0.1 if share > 0.005 else 0.2)


def test_the_saddlepoint_stays_ordered_to_the_very_end():
    weights = weights_of(30, True)
    tails = [log_p(total, 50, MeanOfBernoulli(weights)) for total in (10, 25, 30, 40, 49, 50)]
    assert tails == sorted(tails, reverse=True)
    assert tails[-1] == pytest.approx(-1500 * math.log(2))


def test_the_dual_key_of_equal_shares_is_a_gamma():
    for total in (31.0, 40.0, 90.0):
        exact = log_p(2 * total, 60, Exponential())
        assert log_p(total, 30, TwoExponentials(0.5)) == pytest.approx(exact, rel=2e-3)


@pytest.mark.parametrize(("count", "total"), [(30, 38.0), (30, 45.0), (100, 125.0)])
def test_the_dual_key_is_as_rare_as_drawing_has_it(count, total):
    rng = np.random.default_rng(1)
    drawn = (0.8 * rng.exponential(size=(300_000, count)) + 0.2 * rng.exponential(size=(300_000, count))).sum(1)
    share = (drawn >= total).mean()
    assert math.exp(log_p(total, count, TwoExponentials(0.2))) == pytest.approx(share, rel=0.1)


def test_the_dual_key_has_the_tail_of_its_heavier_half():
    """Far out the sum is as rare as the larger of the two exponentials: e^(-x / 0.8) an x, not the Gamma's e^(-x / 0.68)."""
    near, far = (log_p(total, 2, TwoExponentials(0.2)) for total in (400.0, 480.0))
    assert near - far == pytest.approx(80 / 0.8 - math.log(480 / 400), rel=0.01)


def test_the_dual_key_falls_from_one_without_a_step():
    tails = [log_p(total, 50, TwoExponentials(0.2)) for total in np.linspace(1, 120, 2000)]
    assert tails == sorted(tails, reverse=True)
    assert max(abs(np.diff(tails))) < 0.1


def test_nothing_judged_proves_nothing():
    for null in (Bernoulli(0.25), Exponential(), MeanOfBernoulli((0.5, 0.5)), TwoExponentials(0.2)):
        assert log_p(0.0, 0, null) == 0

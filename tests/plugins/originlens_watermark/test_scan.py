import math

import numpy as np
import pytest

from originlens_watermark.nulls import log_p
from originlens_watermark.scan import best, lengths, spans
from originlens_watermark.scheme import Bernoulli, Exponential, Scored

ALPHA = math.log(1e-3)
FAIR = Bernoulli(0.25)


def scored(values, null=FAIR):
    return Scored(np.arange(len(values)), np.asarray(values, np.float64), null)


def green(chance, *parts):
    """Runs of (tokens, green share), one after another."""
    return np.concatenate([chance.random(count) < share for count, share in parts])


def test_lengths_grow_up_to_the_whole():
    assert lengths(0) == []
    assert lengths(9) == [9]
    assert lengths(100) == [20, 30, 45, 68, 100]


@pytest.mark.parametrize("null", [FAIR, Exponential()])
def test_without_a_mark_a_p_value_is_as_rare_as_it_says(null):
    chance = np.random.default_rng(1)
    draw = chance.exponential if isinstance(null, Exponential) else lambda size: chance.random(size) < 0.25
    found = np.exp([best(scored(draw(size=300), null)).log_p for _ in range(1500)])
    for alpha in (0.2, 0.05, 0.01):
        assert (found <= alpha).mean() <= alpha


def test_a_text_that_is_marked_throughout_pays_twice_its_own_p():
    values = green(np.random.default_rng(2), (300, 0.5))
    window = best(scored(values))
    assert (window.first, window.end) == (0, 300)
    assert window.log_p == pytest.approx(log_p(values.sum(), 300, FAIR) + math.log(2))


def test_a_text_shorter_than_every_window_is_judged_once():
    assert best(scored([1] * 9)).log_p == pytest.approx(9 * math.log(0.25))


def test_nothing_judged_is_no_window():
    assert best(scored([])) is None
    assert spans(scored([]), ALPHA) == []


def test_a_passage_is_found_where_it_stands():
    chance = np.random.default_rng(3)
    errors = []
    for _ in range(40):
        (window,) = spans(scored(green(chance, (250, 0.25), (120, 0.65), (230, 0.25))), ALPHA)
        errors += [abs(window.first - 250), abs(window.end - 370)]
    assert np.median(errors) <= 5


def test_two_passages_are_two_spans_in_order():
    values = green(np.random.default_rng(4), (200, 0.25), (100, 0.7), (200, 0.25), (100, 0.7), (100, 0.25))
    first, second = spans(scored(values), ALPHA)
    assert abs(first.first - 200) < 15
    assert abs(first.end - 300) < 15
    assert abs(second.first - 500) < 15
    assert abs(second.end - 600) < 15


def test_a_text_without_a_mark_has_no_span():
    assert spans(scored(green(np.random.default_rng(5), (600, 0.25))), ALPHA) == []


def test_two_passages_with_plain_text_between_are_two_spans():
    """Together they are the least likely window, and yet nothing between is marked."""
    chance = np.random.default_rng(5)
    parts = [chance.random(n) < p for n, p in ((90, 0.8), (90, 0.25), (90, 0.8))]
    scored = Scored(np.arange(270), np.concatenate(parts).astype(float), Bernoulli(0.25))
    one, two = spans(scored, math.log(1e-3))
    assert one.first <= 8
    assert abs(one.end - 90) <= 10
    assert abs(two.first - 180) <= 10
    assert two.end >= 262


def test_a_marked_text_is_one_span_though_its_mark_is_weak_here_and_there():
    chance = np.random.default_rng(6)
    found = [
        len(spans(Scored(np.arange(200), (chance.random(200) < 0.55).astype(float), Bernoulli(0.25)), math.log(1e-3)))
        for _ in range(50)
    ]
    assert found.count(1) >= 48

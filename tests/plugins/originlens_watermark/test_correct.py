import math

import numpy as np
import pytest

from originlens_watermark.correct import holm


def test_holm_is_its_definition():
    ps = [0.01, 0.04, 0.03, 0.005]
    corrected = [math.exp(log_p) for log_p in holm([math.log(p) for p in ps], [1.0] * 4)]
    assert corrected == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_no_p_value_rises_above_one_and_the_order_stays():
    assert holm([math.log(0.9), math.log(0.5)], [0.5, 0.5]) == [0.0, 0.0]
    assert holm([], []) == []
    assert holm([-2000.0], [0.25]) == [-2000.0]


def test_a_p_value_pays_by_its_weight_and_then_for_what_is_left():
    ps, weights = [0.001, 0.002, 0.2], [0.7, 0.1, 0.2]
    corrected = [math.exp(log_p) for log_p in holm([math.log(p) for p in ps], weights)]
    assert corrected == pytest.approx([0.001 / 0.7, 0.002 * 0.3 / 0.1, 0.2])


def test_whatever_the_weights_a_false_finding_comes_no_more_often_than_alpha():
    chance, weights = np.random.default_rng(3), [0.5, 0.3, 0.15, 0.05]
    found = [min(holm(np.log(chance.random(4)).tolist(), weights)) <= math.log(0.1) for _ in range(4000)]
    assert 0.07 < np.mean(found) < 0.115

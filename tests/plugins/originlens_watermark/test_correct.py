import math

import pytest

from originlens_watermark.correct import holm


def test_holm_is_its_definition():
    ps = [0.01, 0.04, 0.03, 0.005]
    corrected = [math.exp(log_p) for log_p in holm([math.log(p) for p in ps])]
    assert corrected == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_no_p_value_rises_above_one_and_the_order_stays():
    assert holm([math.log(0.9), math.log(0.5)]) == [0.0, 0.0]
    assert holm([]) == []
    assert holm([-2000.0]) == [-2000.0]

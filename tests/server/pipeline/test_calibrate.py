"""Conformal p-values: exact, conservative, valid, the same whatever the batch."""

import random
from pathlib import Path

import numpy as np
import pytest

from originlens.errors import OriginlensError
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.profile import Profile
from originlens.pipeline.scan import Scan
from tests.server.pipeline.stand_ins import calibration, curve


def one(statistic: float, words: int = 50) -> Profile:
    return Profile((statistic,), (words,))


def p(calibrated: Calibration, statistic: float, words: int = 50, rate: float = 0.001) -> float:
    result = calibrated.calibrate(one(statistic, words), "en", rate)
    assert result is not None
    return result.block


def test_p_counts_the_human_blocks_that_reach_it() -> None:
    assert p(calibration(), 1.0) == 1 / 2000
    assert p(calibration(), 0.0) == 2 / 2000
    assert p(calibration(), -9.0) == 1.0


def test_thinned_values_never_count_too_few() -> None:
    full = curve(1000)
    thin = full.model_copy(update={"values": full.values[::100], "at_least": full.at_least[::100]})
    statistics = np.linspace(0.1, -1.1, 500)
    assert (thin.count(statistics) >= full.count(statistics)).all()
    assert (full.count(statistics) == [(np.array(full.values) >= s).sum() for s in statistics]).all()


def test_a_pool_counts_as_its_curves_do() -> None:
    bands = [curve(300, 5, 60), curve(500, 60, 120, shift=0.25)]
    fitted = calibration(*bands)
    for statistic in [*bands[0].values[::23], *bands[1].values[::23], 9.0, -9.0, -0.50001, -0.123456]:
        reached = sum(value >= statistic for band in bands for value in band.values)
        assert p(fitted, statistic) == (1 + reached) / 801


def test_p_is_the_largest_over_the_groups_of_writers() -> None:
    learners = curve(group="learner", shift=2.0)
    assert p(calibration(curve(), learners), 1.0) == p(calibration(learners), 1.0) > p(calibration(curve()), 1.0)


def test_a_group_that_can_promise_high_rates_alone_is_asked_at_those_alone() -> None:
    bloggers = curve(100, group="bloggers", shift=2.0).model_copy(update={"least_rate": 0.05})
    fitted = calibration(curve(), bloggers)
    assert p(fitted, 1.0, rate=0.1) == p(calibration(bloggers), 1.0, rate=0.1) > 0.4
    assert p(fitted, 1.0, rate=0.01) == p(calibration(curve()), 1.0, rate=0.01) < 0.01


def test_a_small_group_is_pooled_with_its_nearest_neighbour_until_it_is_large_enough() -> None:
    bands = [curve(400, 5, 60), curve(700, 60, 120), curve(5000, 120, 500)]
    least = {rate: calibration(*bands).calibrate(one(9.0), "en", rate).least for rate in (0.02, 0.01, 0.001)}  # type: ignore[union-attr]
    assert least == {0.02: 1 / 401, 0.01: 1 / 1101, 0.001: 1 / 6101}


def test_a_pool_that_stays_small_promises_what_it_can() -> None:
    found = calibration(curve(400, 5, 60), curve(700, 60, 120)).calibrate(one(9.0), "en", 0.001)
    assert found
    assert found.least == found.block == 1 / 1101


def test_a_pool_promises_no_more_than_the_documents_that_its_blocks_were_cut_from() -> None:
    bands = [
        curve(n, least, most).model_copy(update={"documents": 40}) for n, least, most in ((40, 5, 60), (30, 60, 99))
    ]
    found = calibration(*bands).calibrate(one(9.0), "en", 0.001)
    assert found
    assert found.least == found.block == 1 / 41


@pytest.mark.parametrize(("language", "words"), [("de", 50), ("en", 3)])
def test_no_curve_no_p_value(language: str, words: int) -> None:
    assert calibration().calibrate(one(1.0, words), language, 0.01) is None


def test_a_human_block_counts_once_whichever_run_stands_out() -> None:
    """Blocks of nine human sentences: at most the promised share has a flagged block, and no run without it."""
    rng = random.Random(5)
    scan = Scan(level=0.5, exponent=0.5, least_words=20, penalty=5.0)

    def block() -> Profile:
        return Profile(tuple(rng.gauss(0, 1) for _ in range(9)), (10,) * 9)

    heights = sorted((scan.of_block(b.statistics, b.words) for b in (block() for _ in range(1999))), reverse=True)
    human = curve().model_copy(update={"values": tuple(heights), "at_least": tuple(range(1, 2000)), "n": 1999})
    fitted = calibration(human).model_copy(update={"scan": scan})
    flagged = 0
    for _ in range(4000):
        result = fitted.calibrate(block(), "en", 0.05)
        assert result is not None
        assert min(result.sentences) >= result.block
        flagged += result.block <= 0.05
    assert 0.035 < flagged / 4000 < 0.065


def test_a_run_of_sentences_that_stands_out_is_told_from_the_others() -> None:
    human = curve(1999).model_copy(update={"values": tuple(1 - i / 100 for i in range(1999))})
    result = calibration(human).calibrate(Profile((-3.0,) * 4 + (4.0,) * 3 + (-3.0,) * 4, (15,) * 11), "en", 0.01)
    assert result is not None
    assert result.sentences == (1.0,) * 4 + (1 / 2000,) * 3 + (1.0,) * 4


def test_a_broken_file_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    file.write_text('{"fitted_on": 3}')
    with pytest.raises(OriginlensError, match="fitted_on"):
        Calibration.load(file)

"""Curves count human blocks exactly, by language, group and length, and keep the promise they make."""

import numpy as np
import pytest

from originlens.evaluate.curves import BANDS, Human, bands_from, curves, fit_scan, mean_statistic
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.profile import Profile
from originlens.pipeline.scan import Scan

SCAN = Scan(level=0.0, exponent=0.0, least_words=40, penalty=1.0)


def human(statistic: float, words: int = 50, language: str = "en", group: str = "all") -> Human:
    return Human(Profile((statistic,), (words,)), language, group)


def calibration(blocks: list[Human]) -> Calibration:
    return Calibration(fitted_on="made up", date="2026-01-01", scan=SCAN, curves=curves(blocks, SCAN))


@pytest.mark.parametrize("reaching", [0, 1, 7, 50])
def test_the_p_value_counts_the_human_blocks_that_reach_a_statistic(reaching) -> None:
    p = calibration([human(i / 10) for i in range(50)]).calibrate(human((50 - reaching) / 10).profile, "en", 0.1)
    assert p is not None
    assert p.block == pytest.approx((1 + reaching) / 51)


def test_there_is_a_curve_for_each_language_group_and_length() -> None:
    blocks = [human(1.0, 29), human(1.0, 30), human(2.0, 44), human(1.0, 45), human(1.0, 5000), human(1.0, 30, "de")]
    made = curves([*blocks, human(1.0, 30, group="learner")], SCAN)
    assert [(c.language, c.group, c.least_words, c.most_words, c.n) for c in made] == [
        ("de", "all", 30, 45, 1),
        ("en", "all", 30, 45, 2),
        ("en", "all", 45, 62, 1),
        ("en", "all", 300, 1_000_000, 1),
        ("en", "learner", 30, 45, 1),
    ]


def test_rounding_never_makes_a_human_block_look_rarer() -> None:
    (curve,) = curves([human(1.00049), human(1.0)], SCAN)
    assert (curve.values, curve.at_least) == ((1.001, 1.0), (1, 2))


def test_of_many_new_human_blocks_no_more_are_flagged_than_promised() -> None:
    rng = np.random.default_rng(3)
    made = calibration([human(x) for x in rng.normal(size=1999)])
    found = [made.calibrate(human(x).profile, "en", 0.01) for x in rng.normal(size=4000)]
    assert 20 <= sum(p is not None and p.block <= 0.01 for p in found) <= 60


def test_a_detector_without_a_scan_gets_one_that_few_human_blocks_reach() -> None:
    profiles = [human(x).profile for x in np.linspace(0, 1, 201)]
    scan = fit_scan(profiles)
    assert scan.level == pytest.approx(0.99)
    assert scan.penalty == pytest.approx(10 * 0.49)


def test_a_scan_takes_off_what_one_human_block_in_a_hundred_reaches_at_its_length() -> None:
    profiles = [Profile((x,) * 4, (n,) * 4) for n in (10, 100) for x in np.linspace(0, 1, 201)]
    scan = fit_scan(profiles)
    assert [words for words, _ in scan.usual] == [40, 400]
    for n in (10, 100):
        above = [scan.of_block((x,) * 4, (n,) * 4) > 0 for x in np.linspace(0, 1, 201)]
        assert sum(above) == 2


def test_sentences_count_by_their_words() -> None:
    assert mean_statistic(Profile((1.0, 4.0), (20, 10))) == 2.0


def test_bands_begin_where_the_detector_does() -> None:
    assert bands_from(30) == BANDS
    assert bands_from(50) == (50, 62, 95, 150, 300, 1_000_000)
    assert bands_from(0)[0] == 1

"""Several p-values of one text become one that still keeps the promise."""

import random

import pytest

from originlens.pipeline.fuse import fuse


def test_one_detector_is_taken_as_it_is() -> None:
    assert fuse([0.02]) == 0.02


def test_no_p_value_is_above_one() -> None:
    assert fuse([0.7, 0.9]) == 1.0


def test_the_rate_holds_for_detectors_that_agree_and_for_those_that_do_not() -> None:
    rng = random.Random(1)
    for same in (True, False):
        draws = ((u, u if same else rng.random()) for u in (rng.random() for _ in range(20_000)))
        assert sum(fuse(pair) <= 0.05 for pair in draws) / 20_000 <= 0.055


def test_nothing_cannot_be_fused() -> None:
    with pytest.raises(ValueError, match="empty"):
        fuse([])

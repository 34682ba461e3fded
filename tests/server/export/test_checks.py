"""What counts as the same model, and what as a variant that may be served."""

import numpy as np
import pytest

from originlens.errors import OriginlensError
from originlens.export import checks
from tests.tiny_bundle import write_tiny_bundle

WANTED = np.linspace(-5, 5, 200)


def measured(off=0.0, moved=0.0):
    return checks.compare("int8", checks.Reading(WANTED + off, moved), WANTED)


def test_a_comparison_counts_differences_and_decisions():
    off = np.zeros(200)
    off[0], off[99] = 0.5, 1.0  # -5 stays below 0, -0.025 does not
    found = measured(off)
    assert (found.n, found.mean, found.largest, found.agreement) == (200, 0.0075, 1.0, 0.995)
    assert found.spread == pytest.approx(WANTED.std())
    assert "the same decision on 99.5% of 200 passages" in str(found)


@pytest.mark.parametrize(
    ("off", "moved", "sound"),
    [(0.0, 0.0, True), (0.05, 0.01, True), (0.3, 0.0, False), (0.0, 0.02, False), (np.nan, 0.0, False)],
)
def test_a_variant_is_sound_if_it_decides_the_same_in_any_batch(off, moved, sound):
    assert measured(off, moved).sound is sound


def test_noise_as_large_as_the_scores_own_spread_is_not_sound():
    above = WANTED / 10 + 9
    assert checks.compare("int8", checks.Reading(above + 0.05, 0.0), above).sound
    assert not checks.compare("int8", checks.Reading(above + 0.1, 0.0), above).sound


@pytest.mark.parametrize(("off", "moved"), [(0.02, 0.0), (0.0, 0.02), (np.nan, 0.0)])
def test_a_graph_that_answers_otherwise_than_pytorch_is_refused(off, moved):
    checks.require_same_model(measured(0.009, 0.01))
    with pytest.raises(OriginlensError, match="does not answer as the original does"):
        checks.require_same_model(measured(off, moved))


def test_a_model_that_cannot_be_run_is_told(tmp_path, monkeypatch):
    def run(session, inputs):
        raise RuntimeError("index out of bounds\nand more")

    monkeypatch.setattr("originlens.runtime.OrtSession.run", run)
    with pytest.raises(OriginlensError, match=r"cannot be run: index out of bounds$"):
        checks.read(write_tiny_bundle(tmp_path / "tiny"), ["A text."])


def test_a_bundle_is_read_by_the_method_that_will_serve_it(tmp_path):
    folder = write_tiny_bundle(tmp_path / "tiny")
    found = checks.read(folder, ["It was not for her to say. " * 5, "The the the."] * 10)
    assert found.statistics.shape == (20,)
    assert found.statistics[0] != found.statistics[1]
    assert found.statistics[0] == found.statistics[18]
    assert found.moved <= 0.001

"""Outcomes: the verdict of the product at each rate, an order of texts, and what holds without a calibration."""

from originlens.contract import FAMILIES, Score
from originlens.evaluate.outcomes import outcomes
from originlens.evaluate.texts import Labelled
from originlens.pipeline.calibrate import FamilyRule
from tests.server.pipeline.stand_ins import HUMAN, WordCounter, calibration, curve, loaded

QUIET = HUMAN.replace("pram", "cart")
RATES = (0.1, 0.01, 0.001, 0.0001)


def made(detector, calibrated, *texts):
    labelled = [Labelled(str(n), text, "human") for n, text in enumerate(texts)]
    return list(outcomes(loaded(detector, calibrated), labelled, RATES))


def test_each_rate_has_the_verdict_of_the_product() -> None:
    loud, quiet, short = made(WordCounter(), calibration(), HUMAN, QUIET, "Short.")
    assert list(loud.verdicts.values()) == ["flagged", "flagged", "flagged", "rate_too_strict"]
    assert list(quiet.verdicts.values()) == ["passed", "passed", "passed", "rate_too_strict"]
    assert set(short.verdicts.values()) == {"too_short"}
    assert short.rank is None
    assert [one.text.id for one in (loud, quiet, short)] == ["0", "1", "2"]


def test_the_order_goes_by_p_value_and_then_by_the_statistic() -> None:
    once, twice, none = made(WordCounter(), calibration(), HUMAN, f"{HUMAN} A pram.", QUIET)
    assert once.rank[0] == twice.rank[0] == 1 - 1 / 2000
    assert twice.rank > once.rank > none.rank


def test_without_a_calibration_there_is_still_an_order() -> None:
    loud, quiet = made(WordCounter(), None, HUMAN, QUIET)
    assert loud.rank == (0.0, 0.5)
    assert quiet.rank == (0.0, -0.5)
    assert set(loud.verdicts.values()) == {"not_calibrated"}


def test_a_length_without_a_curve_has_no_rank() -> None:
    (one,) = made(WordCounter(), calibration(curve(least=500)), HUMAN)
    assert one.rank is None
    assert set(one.verdicts.values()) == {"not_calibrated"}


class Namer(WordCounter):
    def read(self, items):
        logits = tuple(5.0 if family == "qwen" else 0.0 for family in FAMILIES)
        return [Score(one.statistic, logits) for one in super().read(items)]


def test_the_family_is_the_one_that_the_product_names() -> None:
    rule = FamilyRule(temperature=1.0, least_probability=0.5)
    sure = calibration().model_copy(update={"family": rule})
    loud, quiet = made(Namer(), sure, HUMAN, QUIET)
    assert (loud.family, quiet.family) == ("qwen", None)
    assert made(Namer(), calibration(), HUMAN)[0].family is None

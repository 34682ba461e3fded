"""What an evaluation says: no rounding that hides a text, no promise that was not tested."""

import pytest

from originlens.evaluate.assess import assess
from originlens.evaluate.summary import CAUTION, between, headline, lines, one_in, percent
from tests.server.evaluate.made_up import outcome


def assessed(found, fitted_on="made-up texts", rate=0.01):
    return assess(("counter", "1"), fitted_on, rate, found, {}, {})


def humans(n, flagged, source="s"):
    return [
        outcome("human", float(i), p=0.0005 if i < flagged else 0.9, source=source, id=f"{source}{i}") for i in range(n)
    ]


LLM = [outcome("llm", 9e9 + i, p=0.0005, id=f"l{i}") for i in range(4)]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.00012, "0.012%"),
        (0.0412, "4.1%"),
        (0.1, "10%"),
        (0.986, "98.6%"),
        (0.9999, "over 99.9%"),
    ],
)
def test_shares_have_two_figures_or_three(value, told) -> None:
    assert percent(value) == told


def test_nearly_all_is_not_all() -> None:
    assert between(0.5, 0.99999) == "50% to over 99.9%"


@pytest.mark.parametrize(
    ("rate", "told"),
    [(0.1, "1 in 10"), (0.001, "1 in 1,000"), (0.03, "3 in 100"), (0.05, "1 in 20"), (0.0003, "3 in 10,000")],
)
def test_rates_are_so_many_in_so_many(rate, told) -> None:
    assert one_in(rate) == told


def test_the_headline_tells_both_shares_at_the_rate_asked() -> None:
    made = assessed(humans(200, 1) + LLM)
    assert headline(made) == "At 1 in 100: 0.5% of human texts flagged, 100% of LLM texts found"
    said = list(lines(made))
    assert "Flagged were 1 of the 200 that could be judged" in said[0]
    assert "4 of 4 LLM texts" in said[0]
    assert said[-1] == CAUTION


def test_a_promise_that_is_not_refuted_is_not_called_proven() -> None:
    assert "that is no proof that it holds" in " ".join(lines(assessed(humans(200, 1) + LLM)))


def test_a_broken_promise_names_the_group() -> None:
    said = " ".join(lines(assessed(humans(200, 1) + humans(150, 20, "bad") + LLM)))
    assert "does not hold for: bad at 1 in 100; bad at 1 in 1,000 (4 exact tests" in said


def test_without_calibration_only_the_order_is_told() -> None:
    made = assessed(humans(20, 0) + LLM, fitted_on=None)
    assert headline(made).startswith("AUROC 1.000")
    assert "no calibration" in next(lines(made))


def test_what_is_missing_is_said() -> None:
    assert "There is no LLM text" in " ".join(lines(assessed(humans(20, 0))))
    assert "There is no human text" in " ".join(lines(assessed(LLM)))
    assert headline(assessed(humans(20, 0), rate=0.0001)) == "No text could be judged at 1 in 10,000"
    assert headline(assessed(humans(2, 0), fitted_on=None)) == "Nothing can be told"

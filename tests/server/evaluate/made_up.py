"""Outcomes and texts made up for the tests of an evaluation; every text is written by us."""

from originlens.evaluate.outcomes import Outcome, Verdict
from originlens.evaluate.texts import Label, Labelled

RATES = (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001)


def outcome(
    label: Label,
    score: float | None,
    *,
    p: float = 0.5,
    least: float = 0.0005,
    why: Verdict = "too_short",
    **given: object,
) -> Outcome:
    """One text with a p-value; where it has no score it is unclear for the reason `why`."""
    family = given.pop("named", None)
    text = Labelled(str(given.pop("id", f"{label}{score}{given}")), "", label, **given)  # type: ignore[arg-type]
    if score is None:
        return Outcome(text, 60, None, dict.fromkeys(RATES, why))
    verdicts: dict[float, Verdict] = {
        rate: "rate_too_strict" if least > rate else "flagged" if p <= rate else "passed" for rate in RATES
    }
    return Outcome(text, 60, (1 - p, score), verdicts, family)  # type: ignore[arg-type]

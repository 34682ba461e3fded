"""Labelled texts -> the outcome of each: its score, whether it is flagged at each rate, or why nobody can tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import tee
from typing import Literal

from originlens.answer import ReasonCode
from originlens.contract import Family
from originlens.evaluate.curves import mean_statistic
from originlens.evaluate.score import BATCH_TOKENS, Scored, score
from originlens.evaluate.texts import Labelled
from originlens.pipeline.calibrate import Calibration
from originlens.registry import Loaded

Verdict = Literal["flagged", "passed"] | ReasonCode


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a detector makes of one labelled text.

    `rank` orders texts by how much they look like an LLM's, larger is more: (1 - p, statistic) where the detector is
    calibrated for the text, else (0, statistic); None where it has no score. `verdicts` by promised rate: flagged,
    passed, or the reason for `unclear`. `family`: the one named at the strictest rate at which the text is flagged.
    """

    text: Labelled
    words: int
    rank: tuple[float, float] | None
    verdicts: Mapping[float, Verdict]
    family: Family | None = None


def outcomes(
    detector: Loaded, texts: Iterable[Labelled], rates: Sequence[float], batch_tokens: int = BATCH_TOKENS
) -> Iterator[Outcome]:
    """The outcome of each text, in order. `rates`: promised shares of human texts that may be flagged."""
    labelled, read = tee(texts)
    scored = score(detector, (text.text for text in read), batch_tokens)
    for text, one in zip(labelled, scored, strict=True):
        yield _outcome(text, one, rates)


def _outcome(text: Labelled, scored: Scored, rates: Sequence[float]) -> Outcome:
    verdicts: dict[float, Verdict] = {}
    family = None
    for rate in sorted(rates, reverse=True):
        answer = scored.answer(rate)
        if answer.reason:
            verdicts[rate] = answer.reason.code
            continue
        verdicts[rate] = "flagged" if answer.verdict in ("llm", "mixed") else "passed"
        if verdicts[rate] == "flagged":
            family = answer.origin.family if answer.origin else None
    return Outcome(text, scored.cut.words, _rank(scored, min(rates)), verdicts, family)


def _rank(scored: Scored, rate: float) -> tuple[float, float] | None:
    seen, calibration = scored.profile, scored.detector.calibration
    if seen is None:
        return None
    if not isinstance(calibration, Calibration):
        return 0.0, mean_statistic(seen)
    p = calibration.calibrate(seen, scored.cut.language, rate)
    # Ties of p, of which there are many at its smallest value, are broken by the statistic.
    return (1 - p.block, calibration.scan.of_block(seen.statistics, seen.words)) if p else None

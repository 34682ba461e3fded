"""Scores -> calibration.json: what human blocks reach, by group of writers and length, and when a family is named."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from originlens.contract import FAMILIES
from originlens.pipeline.calibrate import Calibration, Curve, FamilyRule, block_statistic

from .score import Scored
from .texts import BANDS, band

OFFSET_RATE = 0.01  # the offsets are what 1 in 100 human blocks of the length reaches
FAMILY_RIGHT, FAMILY_MARGIN, FAMILY_LEAST = 0.90, 0.02, 60  # wanted share, margin for the fit, blocks it needs
_TEMPERATURES = (0.7, 0.85, 1.0, 1.25, 1.5, 2.0)


def calibrate(scored: Sequence[Scored], fitted_on: str, date: str) -> Calibration:
    """Curves from the `calibrate` blocks, offsets from the `offset` blocks, the family rule from LLM blocks."""
    asked = [s for s in scored if s.statistics]
    curves = []
    for i in range(len(BANDS) - 1):
        peak, mean = _offsets([s for s in asked if s.block.role == "offset"], i)
        human = [s for s in asked if s.block.role == "calibrate" and band(s.words) == i]
        groups = sorted({s.block.group for s in human})
        curves += [_curve([s for s in human if s.block.group == group], group, i, peak, mean) for group in groups]
    made = Calibration(fitted_on=fitted_on, date=date, curves=tuple(curves))
    return made.model_copy(update={"family": family_rule(flagged_of_makers(asked, made, "a"))})


def save(calibration: Calibration, file: Path) -> None:
    """Write calibration.json."""
    file.write_text(calibration.model_dump_json(exclude_none=True) + "\n", "utf-8")


def _offsets(human: Sequence[Scored], place: int) -> tuple[float, float]:
    """Quantiles of the highest and of the mean passage, over blocks of this band and the next to it."""
    near = [s for s in human if abs((band(s.words) or 0) - place) <= 1] or list(human)
    peaks = [max(s.statistics) for s in near]
    means = [mean_statistic(s) for s in near]
    return tuple(round(float(np.quantile(values, 1 - OFFSET_RATE)), 3) for values in (peaks, means))  # type: ignore[return-value]


def mean_statistic(scored: Scored) -> float:
    """Mean of the passages' statistics, by their lengths."""
    return sum(s * n for s, n in zip(scored.statistics, scored.lengths, strict=True)) / scored.words


def _curve(human: Sequence[Scored], group: str, place: int, peak: float, mean: float) -> Curve:
    empty = Curve(
        language="en", group=group, least_words=BANDS[place], most_words=BANDS[place + 1], n=len(human),
        peak_offset=peak, mean_offset=mean, values=(), at_least=(),
    )  # fmt: skip
    # Rounded up, so that rounding never makes a human block look rarer than it is.
    found = sorted(math.ceil(1000 * block_statistic(s.statistics, s.lengths, empty) - 1e-6) / 1000 for s in human)
    values = sorted(set(found), reverse=True)
    at_least = tuple(len(found) - int(np.searchsorted(found, v)) for v in values)
    return empty.model_copy(update={"values": tuple(values), "at_least": at_least})


def flagged_of_makers(
    scored: Sequence[Scored], calibration: Calibration, half: str, rate: float = 0.01
) -> list[tuple[Scored, list[int]]]:
    """LLM blocks of a certain family that are flagged at `rate`, with the passages that are shown."""
    found = []
    for s in scored:
        if s.block.role != "llm" or s.block.half != half or not s.block.family or not s.statistics:
            continue
        p = calibration.calibrate(s.statistics, s.lengths, "en", rate)
        if p and p.block <= rate:
            shown = [i for i, q in enumerate(p.passages) if q <= max(rate, 0.1)]
            found.append((s, shown or list(range(len(s.statistics)))))
    return found


def named(scored: Scored, shown: Sequence[int], temperature: float) -> tuple[str, float]:
    """The likeliest family of the passages shown, and its probability."""
    logits = np.mean([scored.families[i] for i in shown], axis=0) / temperature
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    best = int(chances.argmax())
    return FAMILIES[best], float(chances[best])


def family_rule(flagged: Sequence[tuple[Scored, list[int]]]) -> FamilyRule | None:
    """The rule that names most blocks with at least FAMILY_RIGHT + FAMILY_MARGIN of the names right; None: no rule."""
    best: tuple[int, FamilyRule] | None = None
    for temperature in _TEMPERATURES:
        judged = [(*named(s, shown, temperature), s.block.family) for s, shown in flagged]
        judged.sort(key=lambda j: -j[1])
        right = 0
        for n, (family, chance, truth) in enumerate(judged, 1):
            right += family == truth
            if n >= FAMILY_LEAST and right >= (FAMILY_RIGHT + FAMILY_MARGIN) * n and (best is None or n > best[0]):
                best = (n, FamilyRule(temperature=temperature, least_probability=round(chance, 3)))
    return best[1] if best else None

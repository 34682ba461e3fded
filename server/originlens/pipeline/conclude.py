"""One block's statistical readings -> its answer: calibrate, fuse, verdict; or the reason why there is none."""

import math
from collections.abc import Sequence

from originlens.answer import BlockAnswer, Evidence, Reason
from originlens.contract import Abstention, Reading, Score
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.fuse import fuse
from originlens.pipeline.schedule import DetectorFailed
from originlens.pipeline.segment import Segmented
from originlens.pipeline.verdict import Judged, abstain, judge, reason
from originlens.registry import Loaded


def conclude(
    id_: str,
    cut: Segmented,
    found: Sequence[tuple[Loaded, Sequence[Reading] | DetectorFailed]],
    rate: float,
    marks: Sequence[Evidence],
) -> BlockAnswer:
    """`found`: each statistical detector with its readings of the block's passages (none if it was not asked)."""
    if why := _before_reading(cut, [detector for detector, _ in found]):
        return abstain(id_, cut.words, cut.language, why, marks)
    judged: list[Judged] = []
    why = reason("unsupported_language", language="it could not be told" if cut.language == "und" else cut.language)
    for detector, readings in found:
        outcome = _calibrated(detector, cut, readings, rate)
        if isinstance(outcome, Judged):
            judged.append(outcome)
        elif outcome:
            why = outcome
    if not judged:
        return abstain(id_, cut.words, cut.language, why, marks)
    block = fuse([j.block for j in judged])
    passages = [fuse(each) for each in zip(*(j.passages for j in judged), strict=True)]
    spans = [(piece.start, piece.end, piece.passage.words) for piece in cut.pieces]
    return judge(id_, cut.words, cut.language, spans, judged, (block, passages), rate, marks)


def _before_reading(cut: Segmented, detectors: Sequence[Loaded]) -> Reason | None:
    if not detectors:
        return reason("no_detector")
    least = max(1, min(detector.about.least_words for detector in detectors))
    if cut.words < least:
        return reason("too_short", words=cut.words, least=least)
    return cut.reason


def _calibrated(
    detector: Loaded, cut: Segmented, readings: Sequence[Reading] | DetectorFailed, rate: float
) -> Judged | Reason | None:
    """None where the detector was not asked: it does not cover the language or the length."""
    if isinstance(readings, DetectorFailed):
        return reason("detector_failed", detail=readings)
    scores = [reading for reading in readings if isinstance(reading, Score)]
    if not readings:
        return None
    if len(scores) < len(readings):
        why = next((reading.reason for reading in readings if isinstance(reading, Abstention)), "it gave no score")
        return reason("detector_abstained", detail=why)
    calibration = detector.calibration
    lengths = [piece.passage.words for piece in cut.pieces]
    statistics = [score.statistic for score in scores]
    p = calibration.calibrate(statistics, lengths, cut.language, rate) if isinstance(calibration, Calibration) else None
    if p is None:
        return reason("not_calibrated")
    families = tuple(score.families for score in scores)
    rule = calibration.family
    naming = (rule.temperature, rule.least_probability) if rule else (1.0, math.inf)
    return Judged(detector.about.name, p.block, p.passages, p.least, families, *naming)

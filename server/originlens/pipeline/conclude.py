"""One block's statistical readings -> its answer: calibrate, fuse, verdict; or the reason why there is none."""

import math
from collections.abc import Sequence
from dataclasses import replace

from originlens.answer import BlockAnswer, Evidence, Reason
from originlens.contract import Abstention, Reading, Score
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.fuse import fuse
from originlens.pipeline.profile import Profile, profile
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
    """`found`: each statistical detector with its readings of the block's windows (none if it was not asked)."""
    outcome = _judged(cut, found, rate)
    if isinstance(outcome, Reason):
        answer = abstain(id_, cut.words, cut.language, outcome, marks)
    else:
        fused = fuse([one.block for one in outcome])
        sentences = [fuse(each) for each in zip(*(one.sentences for one in outcome), strict=True)]
        answer = judge(id_, cut.words, cut.language, cut.sentences, outcome, (fused, sentences), rate, marks)
    return replace(answer, undone=cut.normalised.undone) if cut.normalised.undone else answer


def profile_of(cut: Segmented, scores: Sequence[Score]) -> Profile:
    """What a detector says of each sentence of a block, by the scores of all its windows, in order."""
    windows = [(piece.first, len(piece.passage.sentences)) for piece in cut.pieces]
    return profile([n for _, _, n in cut.sentences], windows, scores)


def _judged(
    cut: Segmented, found: Sequence[tuple[Loaded, Sequence[Reading] | DetectorFailed]], rate: float
) -> list[Judged] | Reason:
    """What each detector makes of the block; a reason where none makes anything of it."""
    if why := _before_reading(cut, [detector for detector, _ in found]):
        return why
    judged: list[Judged] = []
    why = reason("unsupported_language", language="it could not be told" if cut.language == "und" else cut.language)
    for detector, readings in found:
        outcome = _calibrated(detector, cut, readings, rate)
        if isinstance(outcome, Judged):
            judged.append(outcome)
        elif outcome:
            why = outcome
    return judged or why


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
    seen = profile_of(cut, scores)
    p = calibration.calibrate(seen, cut.language, rate) if isinstance(calibration, Calibration) else None
    if p is None:
        return reason("not_calibrated")
    rule = calibration.family
    naming = (rule.temperature, rule.least_probability) if rule else (1.0, math.inf)
    return Judged(detector.about.name, p.block, p.sentences, p.least, seen.families, *naming)

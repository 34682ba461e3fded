"""P-values and marks -> the block's answer. The only thresholds, and the only words for people."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from originlens.answer import BlockAnswer, Evidence, Origin, PassageAnswer, Reason, ReasonCode, Verdict
from originlens.contract import FAMILIES

EXTENT = 0.1  # in a flagged block, runs that 1 human block in 10 reaches belong to what is shown
MOSTLY = 0.75  # share of a block's words from which it is called `llm`, not `mixed`
_SENTENCES: dict[ReasonCode, str] = {
    "too_short": "{words} words; at least {least} are needed.",
    "unsupported_language": "No detector has evidence for its language ({language}).",
    "rate_too_strict": (
        "Too few human texts of this length are known to promise 1 false alarm in {one_in:,}: {known:,}, and "
        "{needed:,} are needed."
    ),
    "no_detector": "No statistical detector is installed and switched on.",
    "not_calibrated": "No detector has been calibrated on human text of this kind.",
    "detector_failed": "The detector failed: {detail}.",
    "detector_abstained": "The detector does not judge this text: {detail}.",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What one statistical detector makes of a block: calibrated p-values, families and their rule."""

    detector: str
    block: float
    sentences: tuple[float, ...]
    least: float  # the smallest p-value that its calibration can give at this length
    families: tuple[tuple[float, ...] | None, ...] = ()  # logits over FAMILIES, a sentence each
    temperature: float = 1.0
    least_probability: float = math.inf


def reason(code: ReasonCode, **facts: object) -> Reason:
    """The reason with its sentence filled in."""
    return Reason(code, _SENTENCES[code].format(**facts))


def abstain(id_: str, words: int, language: str, why: Reason, marks: Sequence[Evidence]) -> BlockAnswer:
    """The answer for a block that no statistic can be told of; its marks stand all the same."""
    verdict: Verdict = "unclear"
    if why.code in ("too_short", "unsupported_language"):
        verdict = "too_short" if why.code == "too_short" else "unsupported_language"
    return BlockAnswer(id_, verdict, None, words, language, (), tuple(marks), _marked_origin(marks), why)


def judge(
    id_: str,
    words: int,
    language: str,
    spans: Sequence[tuple[int, int, int]],
    judged: Sequence[Judged],
    fused: tuple[float, Sequence[float]],
    rate: float,
    marks: Sequence[Evidence],
) -> BlockAnswer:
    """The answer for a block that at least one calibrated detector has judged.

    `spans`: (start, end, words) of each sentence; `fused`: the block's p-value and its sentences', over
    all the detectors in `judged`; `rate`: the share of human blocks that may be flagged.
    """
    p_block, p_sentences = fused
    least = min(j.least for j in judged)
    if least * len(judged) > rate:
        # p is at least 1 / (1 + n), and each detector has its share of the rate.
        known, needed = round(1 / least) - 1, round(len(judged) / rate) - 1
        why = reason("rate_too_strict", one_in=round(1 / rate), known=known, needed=needed)
        return abstain(id_, words, language, why, marks)
    flagged = p_block <= rate
    inside = [flagged and p <= max(rate, EXTENT) for p in p_sentences]
    if flagged and not any(inside):
        inside = [True] * len(inside)  # the block stands out as a whole, and no run by itself
    passages = _passages(spans, inside, p_sentences)
    covered = sum(n for (_, _, n), is_llm in zip(spans, inside, strict=True) if is_llm)
    verdict: Verdict = "no_sign"
    evidence = list(marks)
    origin = _marked_origin(marks)
    if flagged:
        verdict = "llm" if covered >= MOSTLY * sum(n for _, _, n in spans) else "mixed"
        shown = tuple((p.start, p.end) for p in passages if p.verdict == "llm")
        evidence += [
            Evidence(j.detector, "statistical", "statistic", "weak", shown, _how_rare(j.block), None, j.block)
            for j in judged
        ]
        origin = origin or _family(judged, inside)
    return BlockAnswer(id_, verdict, p_block, words, language, passages, tuple(evidence), origin, None)


def _passages(
    spans: Sequence[tuple[int, int, int]], inside: Sequence[bool], p_values: Sequence[float]
) -> tuple[PassageAnswer, ...]:
    """Neighbouring sentences of one label are one passage."""
    found: list[PassageAnswer] = []
    for (start, end, _), is_llm, p in zip(spans, inside, p_values, strict=True):
        verdict: Verdict = "llm" if is_llm else "no_sign"
        if found and found[-1].verdict == verdict:
            start, p = found[-1].start, min(found.pop().p_value or 1.0, p)
        found.append(PassageAnswer(start, end, verdict, p if is_llm else None))
    return tuple(found)


def _how_rare(p: float) -> str:
    # Two figures, rounded down: the calibration knows no more, and it must not sound rarer than it is.
    unit = 10 ** max(0, math.floor(math.log10(1 / p) + 1e-9) - 1)
    one_in = max(1, math.floor(1 / p / unit + 1e-9) * unit)
    return f"About 1 in {one_in:,} human texts of this length looks at least this much like an LLM's."


def _marked_origin(marks: Sequence[Evidence]) -> Origin | None:
    """The maker that a mark names; the strongest mark decides."""
    named = [m for m in marks if m.family and m.strength in ("proof", "strong")]
    best = min(named, key=lambda m: ("proof", "strong").index(m.strength), default=None)
    return Origin(best.family, best.vendor) if best and best.family else None


def _family(judged: Sequence[Judged], inside: Sequence[bool]) -> Origin | None:
    """The family that the flagged passages' mean logits name, where a detector is sure enough of it."""
    best: tuple[float, int] | None = None
    for j in judged:
        rows = [row for row, is_llm in zip(j.families, inside, strict=False) if is_llm and row]
        if not rows:
            continue
        logits = [sum(column) / len(rows) / j.temperature for column in zip(*rows, strict=True)]
        exps = [math.exp(x - max(logits)) for x in logits]
        probability = max(exps) / sum(exps)
        if probability >= j.least_probability and (best is None or probability > best[0]):
            best = (probability, exps.index(max(exps)))
    return Origin(FAMILIES[best[1]], None, round(best[0], 3)) if best else None

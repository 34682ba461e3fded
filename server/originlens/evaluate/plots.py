"""Drawings of an evaluation as inline SVG: ROC, calibration, and a strip for one share. Colours are in report.css.

Units are those of the view box. Shares down to LEAST are drawn on logarithmic scales; 0 lies at their lower end.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

from originlens.evaluate.figures import AtRate, Figures, Share
from originlens.evaluate.summary import one_in, percent

LEAST = 1e-4
_LEFT, _RIGHT, _TOP, _BOTTOM, _WIDTH, _HEIGHT = 42.0, 372.0, 8.0, 224.0, 380.0, 262.0
_STRIP, _STRIP_HEIGHT, _EDGE = 150.0, 22.0, 5.0
_DECADES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
Scale = Callable[[float], float]


def _log(low: float, high: float) -> Scale:
    """Place of a share between LEAST and 1."""
    return lambda share: low + (high - low) * (1 - math.log10(max(share, LEAST)) / math.log10(LEAST))


def _linear(low: float, high: float) -> Scale:
    return lambda share: low + (high - low) * share


def roc(made: Figures) -> str:
    """TPR over FPR, the FPR logarithmic, for what matters lies at the rare false alarms. Whiskers: as in the table."""
    x, y = _log(_LEFT, _RIGHT), _linear(_BOTTOM, _TOP)
    chance = [(x(share), y(share)) for share in (10 ** (i / 10 - 4) for i in range(41))]
    steps = [(x(made.roc[0][0]), y(made.roc[0][1]))]
    for fpr, tpr in made.roc[1:]:
        steps += [(x(fpr), steps[-1][1]), (x(fpr), y(tpr))]
    marks = "".join(
        _whisker(x(one.fpr), y(one.tpr.low), x(one.fpr), y(one.tpr.high)) + _dot(x(one.fpr), y(one.tpr.value))
        for one in made.tpr_at
        if one.tpr
    )
    told = "; ".join(f"{percent(one.tpr.value)} at {percent(one.fpr)}" for one in made.tpr_at if one.tpr)
    drawn = _line(chance, "chance") + _line(steps, "curve") + marks
    ticks = [(y(share), percent(share)) for share in (0, 0.25, 0.5, 0.75, 1)]
    names = "false alarms among human texts (FPR)", "LLM texts found (TPR)"
    return _frame("ROC curve", f"LLM texts found at each share of false alarms: {told}.", drawn, ticks, names)


def calibration(rows: Sequence[AtRate]) -> str:
    """Human texts really flagged over the rate promised, both logarithmic; the line is where they are equal."""
    x, y = _log(_LEFT, _RIGHT), _log(_BOTTOM, _TOP)
    judged = [row for row in rows if row.human.n]
    marks = "".join(
        _whisker(x(row.rate), y(row.human.low), x(row.rate), y(row.human.high))
        + _dot(x(row.rate), y(row.human.value), hollow=not row.human.hits)
        for row in judged
    )
    told = "; ".join(f"{percent(row.human.value)} at {one_in(row.rate)}" for row in judged)
    drawn = _line([(x(LEAST), y(LEAST)), (x(1), y(1))], "promised") + marks
    ticks = [(y(share), percent(share)) for share in _DECADES]
    names = "false alarms promised", "human texts flagged"
    return _frame("Calibration", f"Human texts flagged at each promised rate: {told}.", drawn, ticks, names)


def strip(one: Share, promised: float | None) -> str:
    """One share with its interval: logarithmic beside the rate promised, else from 0% to 100%."""
    x = _log(_EDGE, _STRIP - _EDGE) if promised else _linear(_EDGE, _STRIP - _EDGE)
    middle = _STRIP_HEIGHT / 2
    shares = _DECADES if promised else (0, 0.5, 1)
    drawn = "".join(_segment(x(share), 0, x(share), _STRIP_HEIGHT, "grid") for share in shares)
    if promised:
        drawn += _segment(x(promised), 0, x(promised), _STRIP_HEIGHT, "promised")
    if one.n:
        drawn += _whisker(x(one.low), middle, x(one.high), middle)
        drawn += _dot(x(one.value), middle, hollow=not one.hits)
    return (
        f'<svg class="strip" viewBox="0 0 {_STRIP:g} {_STRIP_HEIGHT:g}" aria-hidden="true" focusable="false">'
        f"{drawn}</svg>"
    )


def _frame(title: str, says: str, drawn: str, ticks: Iterable[tuple[float, str]], names: tuple[str, str]) -> str:
    """Grid, axes and their names around a drawing; every frame has the logarithmic axis below."""
    x = _log(_LEFT, _RIGHT)
    parts = [_segment(x(share), _TOP, x(share), _BOTTOM, "grid") for share in _DECADES]
    parts += [_text(x(share), _BOTTOM + 14, percent(share), "end" if share == 1 else "middle") for share in _DECADES]
    for place, label in ticks:
        parts += [_segment(_LEFT, place, _RIGHT, place, "grid"), _text(_LEFT - 5, place + 3.5, label, "end")]
    parts += [_text((_LEFT + _RIGHT) / 2, _HEIGHT - 6, names[0], "middle")]
    return (
        f'<figure><figcaption>{escape(names[1])}</figcaption><svg class="plot" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" '
        f'role="img"><title>{escape(title)}</title><desc>{escape(says)}</desc>{"".join(parts)}{drawn}</svg></figure>'
    )


def _line(points: Iterable[tuple[float, float]], look: str) -> str:
    return f'<polyline class="{look}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _segment(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    return f'<line class="{look}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _whisker(x1: float, y1: float, x2: float, y2: float) -> str:
    return _segment(x1, y1, x2, y2, "whisker")


def _dot(x: float, y: float, *, hollow: bool = False) -> str:
    """Hollow: no text at all was flagged."""
    return f'<circle class="{"dot none" if hollow else "dot"}" cx="{x:.1f}" cy="{y:.1f}" r="3.4"/>'


def _text(x: float, y: float, says: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(says)}</text>'

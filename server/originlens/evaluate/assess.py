"""Outcomes of labelled texts -> every figure of an evaluation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from originlens.contract import FAMILIES
from originlens.evaluate.figures import AtLength, AtRate, Families, Figures, GroupTest, Share, TprAt
from originlens.evaluate.lengths import BINS, Bin
from originlens.evaluate.measures import (
    Estimate,
    Scores,
    auroc,
    bootstrap,
    exceeds,
    holm,
    interval,
    roc,
    tpr_at_fpr,
)
from originlens.evaluate.outcomes import Outcome

FPRS = (0.1, 0.01, 0.001, 0.0001)  # observed ones, at which a TPR is told
PROMISED = (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001)  # rates of the calibration curve
TESTED = (0.01, 0.001)  # rates at which each group of writers is tested
LEAST_GROUP = 100  # texts; smaller groups are pooled
_MOST_POINTS = 1500  # of a ROC that is drawn
SMALLER = "all smaller groups"


def assess(
    detector: tuple[str, str],
    fitted_on: str | None,
    rate: float,
    found: Sequence[Outcome],
    cut: Mapping[Bin, Sequence[Outcome]],
    attacked: Mapping[str, Sequence[Outcome]],
) -> Figures:
    """`detector`: name and version; `fitted_on`: the texts of its calibration, None where it has none.

    `found`: every text; `cut`: texts cut to lengths; `attacked`: LLM texts by the attack they went through.
    """
    human, llm = ([one for one in found if one.text.label == label] for label in ("human", "llm"))
    scored = [[one for one in side if one.rank] for side in (human, llm)]
    sides = _scores(*scored)
    documents = ([one.text.id for one in scored[0]], [one.text.id for one in scored[1]])
    calibrated = fitted_on is not None
    plain = [one for one in llm if not one.text.attack]
    area = Estimate(auroc(*sides), *bootstrap(auroc, *sides, documents)) if all(map(len, sides)) else None
    return Figures(
        detector=detector[0],
        version=detector[1],
        fitted_on=fitted_on,
        rate=rate,
        humans=len(human),
        llms=len(llm),
        scored=(len(scored[0]), len(scored[1])),
        auroc=area,
        roc=_thinned(roc(*sides)) if area else (),
        tpr_at=tuple(_tpr_at(*sides, documents, fpr) for fpr in FPRS) if area else (),
        promise=tuple(_at_rate(r, human, llm) for r in sorted({*PROMISED, rate}, reverse=True)) if calibrated else (),
        groups=_groups(human, sorted({*TESTED, rate}, reverse=True)) if calibrated else (),
        lengths=tuple(_at_length(name, cut[name], rate) for name in BINS if cut.get(name)) if calibrated else (),
        unclear=_unclear(human, llm, rate),
        families=_families(llm, rate) if calibrated else None,
        attacks=_attacks(plain, llm, attacked, rate) if calibrated else (),
    )


def share(name: str, outcomes: Iterable[Outcome], rate: float, *, judged_only: bool) -> Share:
    """Texts flagged at a rate; `judged_only`: those that are unclear do not count among the `n`."""
    verdicts = [one.verdicts[rate] for one in outcomes]
    flagged, passed = verdicts.count("flagged"), verdicts.count("passed")
    unclear = len(verdicts) - flagged - passed
    n = flagged + passed if judged_only else len(verdicts)
    return Share(name, flagged, n, unclear, *interval(flagged, n))


def _of(name: str, hits: int, n: int) -> Share:
    return Share(name, hits, n, 0, *interval(hits, n))


def _scores(human: Sequence[Outcome], llm: Sequence[Outcome]) -> tuple[Scores, Scores]:
    """The ranks of both sides as places in one order, equal ones at one place."""
    order = {rank: place for place, rank in enumerate(sorted({one.rank for one in (*human, *llm) if one.rank}))}
    sides = [np.array([float(order[one.rank]) for one in side if one.rank]) for side in (human, llm)]
    return sides[0], sides[1]


def _thinned(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Corners of the curve alone, and of very many those that lie apart: the rest cannot be seen."""
    corners = [
        point
        for i, point in enumerate(points)
        if i in (0, len(points) - 1) or not _straight(points[i - 1], point, points[i + 1])
    ]
    if len(corners) <= _MOST_POINTS:
        return tuple(corners)
    kept = {0, len(corners) - 1} | {int(i) for i in np.geomspace(1, len(corners) - 1, _MOST_POINTS)}
    return tuple(corners[i] for i in sorted(kept))


def _straight(*points: tuple[float, float]) -> bool:
    return len({x for x, _ in points}) == 1 or len({y for _, y in points}) == 1


def _tpr_at(human: Scores, llm: Scores, documents: tuple[list[str], list[str]], fpr: float) -> TprAt:
    if len(human) * fpr < 1:
        return TprAt(fpr, None)

    def measure(x: Scores, y: Scores) -> float:
        return tpr_at_fpr(x, y, fpr)

    value = measure(human, llm)
    if value in (0, 1):  # every sample of these texts would give the same, which says nothing of other texts
        n = len(set(documents[1]))
        return TprAt(fpr, Estimate(value, *interval(round(value * n), n)))
    return TprAt(fpr, Estimate(value, *bootstrap(measure, human, llm, documents)))


def _at_rate(rate: float, human: Sequence[Outcome], llm: Sequence[Outcome]) -> AtRate:
    return AtRate(rate, share("human", human, rate, judged_only=True), share("LLM", llm, rate, judged_only=False))


def _groups(human: Sequence[Outcome], rates: Sequence[float]) -> tuple[GroupTest, ...]:
    """Source x domain; a document counts once, for the exact test wants texts that do not depend on each other."""
    single = list({one.text.id: one for one in reversed(human) if one.rank}.values())
    sizes = Counter(one.text.group for one in single)
    parts: dict[str, list[Outcome]] = {}
    for one in single:
        parts.setdefault(one.text.group if sizes[one.text.group] >= LEAST_GROUP else SMALLER, []).append(one)
    names = sorted(parts, key=lambda name: (name == SMALLER, name))
    shares = [(rate, share(name or "all", parts[name], rate, judged_only=True)) for rate in rates for name in names]
    adjusted = holm([exceeds(one.hits, one.n, rate) for rate, one in shares])
    return tuple(GroupTest(rate, one, p) for (rate, one), p in zip(shares, adjusted, strict=True))


def _at_length(name: Bin, cut: Sequence[Outcome], rate: float) -> AtLength:
    human, llm = ([one for one in cut if one.text.label == label] for label in ("human", "llm"))
    return AtLength(
        str(name), share("human", human, rate, judged_only=True), share("LLM", llm, rate, judged_only=False)
    )


def _unclear(human: Sequence[Outcome], llm: Sequence[Outcome], rate: float) -> tuple[tuple[str, int, int], ...]:
    """(reason, human texts, LLM texts), the most frequent first."""
    sides = [Counter(one.verdicts[rate] for one in side) for side in (human, llm)]
    reasons = ({*sides[0], *sides[1]}) - {"flagged", "passed"}
    rows = [(str(reason), sides[0][reason], sides[1][reason]) for reason in reasons]
    return tuple(sorted(rows, key=lambda row: (-row[1] - row[2], row[0])))


def _families(llm: Sequence[Outcome], rate: float) -> Families | None:
    flagged = [one for one in llm if one.verdicts[rate] == "flagged" and one.text.family in FAMILIES]
    if not flagged:
        return None
    named = [one for one in flagged if one.family]
    # A fine-tune by others may have taken its manner from elsewhere: it is shown, and no name for it is right or wrong.
    own = [one for one in named if one.text.first_party]
    right = sum(one.family == one.text.family for one in own)
    counts = Counter((_maker(one), one.family or "") for one in flagged)
    confusion = tuple((truth, name, n) for (truth, name), n in sorted(counts.items()))
    return Families(_of("named", len(named), len(flagged)), _of("right", right, len(own)), confusion)


def _maker(one: Outcome) -> str:
    return one.text.family if one.text.first_party else f"{one.text.family}, fine-tuned by others"


def _attacks(
    plain: Sequence[Outcome], llm: Sequence[Outcome], made: Mapping[str, Sequence[Outcome]], rate: float
) -> tuple[Share, ...]:
    """LLM texts found as they are, after each attack we made, and after those that the file brings along."""
    brought: dict[str, list[Outcome]] = {}
    for one in llm:
        if one.text.attack:
            brought.setdefault(f"{one.text.attack} (in the file)", []).append(one)
    parts: Mapping[str, Sequence[Outcome]] = {**made, **dict(sorted(brought.items()))}
    if not parts:
        return ()
    rows = {"none": plain, **parts}
    return tuple(share(name, texts, rate, judged_only=False) for name, texts in rows.items())

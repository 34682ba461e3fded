"""Scores and calibration -> the figures of the card, on texts that neither training nor calibration has seen."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from originlens.pipeline.calibrate import Calibration, Curve, block_statistic
from originlens.pipeline.verdict import Judged, judge

from .calibrate import calibrate, flagged_of_makers, named
from .measures import auroc, auroc_interval, exceeds, holm
from .score import Scored
from .texts import LEARNERS

RATES = (0.01, 0.001)
LENGTHS = ((30, 50), (50, 100), (100, 200), (200, 1_000_000))
LEAST_GROUP = 100
REWRITES = "ranhli/l2r_data"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` blocks were flagged; `unclear` is how many of them got no verdict."""

    name: str
    hits: int
    n: int
    unclear: int = 0


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A human group at one rate: is the promise refuted? `p` is Holm-adjusted over groups and rates."""

    share: Share
    rate: float
    p: float


@dataclass(frozen=True, slots=True)
class Area:
    """AUROC of LLM blocks against all human blocks of the judged half, with a 95% interval."""

    name: str
    value: float
    interval: tuple[float, float]
    n: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the card tells."""

    found: dict[float, list[Share]]
    found_by_length: dict[float, list[Share]]
    alarms_by_length: dict[float, list[Share]]
    groups: list[GroupTest]
    whole: dict[float, Share]
    areas: list[Area]
    human_blocks: int
    doubtful: dict[float, Share]
    if_trusted: list[Share]  # found by length at RATES[0], had the doubtful source been in the calibration
    family: tuple[Share, Share] | None  # right of named; named of flagged
    confusion: Counter[tuple[str, str]]


def figures(scored: Sequence[Scored], calibration: Calibration, in_train: set[str]) -> Figures:
    """Judge on the human blocks of half b, and on the LLM blocks."""
    trusting = calibrate(list(map(_trusted, scored)), "", "")
    human = [s for s in scored if s.block.role == "judge"]
    llm = [s for s in scored if s.block.role in ("llm", "attack")]
    doubtful = [s for s in scored if s.block.role == "doubtful"]
    outcome = {r: {s.block.key: decide(s, calibration, r) for s in [*human, *llm, *doubtful]} for r in RATES}

    def shares(subset: Sequence[Scored], name: Callable[[Scored], str | None], rate: float) -> list[Share]:
        return _shares(subset, name, outcome[rate])

    family = _family(scored, calibration)
    plain = [s for s in llm if s.block.role == "llm" and s.block.source != REWRITES]
    return Figures(
        found={r: shares(llm, lambda s: _kind(s, in_train), r) for r in RATES},
        found_by_length={r: shares(plain, _length, r) for r in RATES},
        alarms_by_length={r: shares(human, _length, r) for r in RATES},
        groups=_groups(_one_a_document(human), shares),
        whole={r: _total("whole documents", shares([s for s in human if s.block.whole], _length, r)) for r in RATES},
        areas=_areas(human, llm, calibration, in_train),
        human_blocks=len(human),
        doubtful={r: _total("doubtful", shares(doubtful, _length, r)) for r in RATES},
        if_trusted=_shares(plain, _length, {s.block.key: decide(s, trusting, RATES[0]) for s in plain}),
        family=family[0],
        confusion=family[1],
    )


def decide(scored: Scored, calibration: Calibration, rate: float) -> str:
    """`flag`, `no` or `unclear`: what the product's verdict says at this rate."""
    p = calibration.calibrate(scored.statistics, scored.lengths, "en", rate) if scored.statistics else None
    if p is None:
        return "unclear"
    spans = [(0, 0, n) for n in scored.lengths]
    judged = [Judged("minilm-en", p.block, p.passages, p.least)]
    verdict = judge("", scored.words, "en", spans, judged, (p.block, p.passages), rate, ()).verdict
    return {"llm": "flag", "mixed": "flag", "no_sign": "no"}.get(verdict, "unclear")


def _shares(subset: Sequence[Scored], name: Callable[[Scored], str | None], outcome: Mapping[str, str]) -> list[Share]:
    parts: dict[str, list[str]] = defaultdict(list)
    for s in subset:
        if label := name(s):
            parts[label].append(outcome[s.block.key])
    return [Share(k, v.count("flag"), len(v), v.count("unclear")) for k, v in sorted(parts.items())]


def _trusted(s: Scored) -> Scored:
    """A block of the doubtful source as if its label held."""
    if s.block.role != "doubtful" or s.block.half != "a":
        return s
    return replace(s, block=replace(s.block, role="calibrate"))


def _kind(s: Scored, in_train: set[str]) -> str:
    if s.block.role == "attack":
        return f"attacked: {s.block.source} ({s.block.attack})"
    return f"{s.block.source}, {s.block.domain}{' (source also in train)' if s.block.source in in_train else ''}"


def _length(s: Scored) -> str | None:
    place = next(((a, b) for a, b in LENGTHS if a <= s.words < b), None)
    return place and (f"{place[0]:3d}-{place[1]} words" if place[1] < 10_000 else f"{place[0]} words and more")


def _one_a_document(blocks: Sequence[Scored]) -> list[Scored]:
    """The first block of each document (their lengths are drawn at random): the exact test wants independent ones."""
    return list({s.block.document: s for s in reversed(blocks) if s.statistics}.values())


def _groups(human: Sequence[Scored], shares: Callable[..., list[Share]]) -> list[GroupTest]:
    def name(s: Scored) -> str:
        return f"{s.block.source}, {s.block.domain}"

    sizes = Counter(map(name, human))
    tests: list[tuple[Share, float]] = []
    for rate in RATES:
        found = shares(human, lambda s: name(s) if sizes[name(s)] >= LEAST_GROUP else "all smaller groups", rate)
        tests += [(share, rate) for share in found]
    adjusted = holm([exceeds(share.hits, share.n, rate) for share, rate in tests])
    return [GroupTest(share, rate, p) for (share, rate), p in zip(tests, adjusted, strict=True)]


def _total(name: str, shares: Iterable[Share]) -> Share:
    every = list(shares)
    return Share(name, sum(s.hits for s in every), sum(s.n for s in every), sum(s.unclear for s in every))


def _areas(human: Sequence[Scored], llm: Sequence[Scored], calibration: Calibration, in_train: set[str]) -> list[Area]:
    parts = {
        "LLM, source not in train": [s for s in llm if s.block.role == "llm" and s.block.source not in in_train],
        "rewrites of human paragraphs (source also in train)": [s for s in llm if s.block.source == REWRITES],
        "attacked (sources also in train)": [s for s in llm if s.block.role == "attack"],
    }
    unseen = parts["LLM, source not in train"]
    for length in sorted({_length(s) or "" for s in unseen} - {""}):
        parts[f"LLM, not in train, {length}"] = [s for s in unseen if _length(s) == length]
    areas = []
    for name, positive in parts.items():
        negative = [s for s in human if "not in train, " not in name or name.endswith(str(_length(s)))]
        sides = [[s for s in side if s.statistics] for side in (negative, positive)]
        if min(map(len, sides)) < 20:
            continue
        values = [np.array([_statistic(s, calibration) for s in side]) for side in sides]
        documents = ([s.block.document for s in sides[0]], [s.block.document for s in sides[1]])
        value = auroc(values[0], values[1])
        areas.append(Area(name, value, auroc_interval(values[0], values[1], documents), len(sides[1])))
    return areas


def _statistic(s: Scored, calibration: Calibration) -> float:
    return block_statistic(s.statistics, s.lengths, _nearest(calibration.curves, s.words))


def _nearest(curves: Sequence[Curve], count: int) -> Curve:
    return min(curves, key=lambda c: max(c.least_words - count, count - c.most_words + 1, 0))


def _family(
    scored: Sequence[Scored], calibration: Calibration
) -> tuple[tuple[Share, Share] | None, Counter[tuple[str, str]]]:
    """How often a family that is named is right, on LLM blocks that the rule was not fitted on."""
    confusion: Counter[tuple[str, str]] = Counter()
    rule = calibration.family
    flagged = flagged_of_makers(scored, calibration, "b")
    right = total = 0
    for s, shown in flagged:
        family, chance = named(s, shown, rule.temperature if rule else 1.0)
        confusion[str(s.block.family), family] += 1
        if rule and chance >= rule.least_probability:
            total += 1
            right += family == s.block.family
    if not rule:
        return None, confusion
    return (Share("right", right, total), Share("named", total, len(flagged))), confusion


def learners(tests: Iterable[GroupTest]) -> list[GroupTest]:
    """The tests of the learners' essays."""
    return [t for t in tests if t.share.name.endswith(f", {LEARNERS}")]

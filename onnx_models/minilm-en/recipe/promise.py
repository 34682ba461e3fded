"""Does the promise hold? Human blocks of half b of `check`, which neither training nor calibration has seen."""

from collections import Counter
from collections.abc import Sequence

from originlens.evaluate.measures import exceeds, holm
from originlens.pipeline.calibrate import Calibration

from .genres import LEARNERS
from .judge import LENGTHS, RATES, by_name, length, of_role, one_a_document, share
from .score import Scored
from .section import Aim, Section, Share, at_most, cell, table
from .texts import DOUBTFUL

PROMISED = (0.1, 0.01, 0.001, 0.0001)
LEAST_GROUP = 100
SMALL = "all smaller groups"


def groups(human: Sequence[Scored], calibration: Calibration) -> list[tuple[str, float, Share, float]]:
    """(group, rate, share, p) of each source x domain and rate that is answered; one block of each document.

    `p`: exact one-sided binomial test that the true rate is above the promise, Holm-corrected over all rows.
    """
    alone = one_a_document(human)
    counts = Counter(_group(s) for s in alone)
    parts = by_name(alone, lambda s: _group(s) if counts[_group(s)] >= LEAST_GROUP else SMALL)
    rows = [
        (name, rate, found)
        for rate in PROMISED
        for name, part in parts.items()
        if (found := share(part, calibration, rate)).unclear < found.n
    ]
    adjusted = holm([exceeds(found.hits, found.n - found.unclear, rate) for _, rate, found in rows])
    return [(*row, p) for row, p in zip(rows, adjusted, strict=True)]


def section(scored: Sequence[Scored], calibration: Calibration, scaffolds: dict[bool, tuple[int, int]]) -> Section:
    """The promise table, by length, whole documents, learners, and the source that was left out."""
    human = of_role(scored, "judge")
    tests = groups(human, calibration)
    shares = {(name, rate): (found, p) for name, rate, found, p in tests}
    names = sorted({name for name, *_ in tests})
    answered = [rate for rate in PROMISED if any(r == rate for _, r, _, _ in tests)]
    rows = [
        [name, f"{shares[name, answered[0]][0].n:,}", *(_tested(*shares[name, rate]) for rate in answered)]
        for name in names
    ]
    lengths = by_name(human, length)
    whole = [s for s in human if s.block.whole and s.profile]
    unanswered = [f"{rate:g}" for rate in PROMISED if rate not in answered]
    body = [
        f"{len(human):,} blocks of {len({s.block.document for s in human}):,} documents of half b of `check`. In the "
        "first table one block of each\ndocument, by source and domain; `p` is of the exact one-sided binomial test "
        "that the true rate is above the promise,\nHolm-corrected over all groups and rates; below 0.05 refutes it.\n",
        table(["human texts", "n", *(f"flagged at {rate:g}; p" for rate in answered)], rows),
        f"At {' and '.join(unanswered)} every answer is `unclear`: there are too few human texts.\n" * bool(unanswered),
        table(
            ["all blocks, by length", "n", *(f"flagged at {rate:g}" for rate in RATES)],
            [[name, f"{len(lengths[name]):,}", *(cell(share(lengths[name], calibration, r)) for r in RATES)]
             for name in LENGTHS if name in lengths],
        ),
        "Whole human documents, each sent as one block, with any flag: "
        + "; ".join(_told(share(whole, calibration, rate), rate) for rate in RATES) + ".\n",
        _doubtful(of_role(scored, "doubtful"), calibration, scaffolds),
    ]  # fmt: skip
    return Section("False alarms", "\n".join(filter(None, body)), (_refuted(tests), *_learners(tests)))


def _group(s: Scored) -> str:
    return f"{s.block.source}, {s.block.domain}"


def _tested(found: Share, p: float) -> str:
    return f"{found.hits}: {cell(found)}; {p:.2f}"


def _told(found: Share, rate: float) -> str:
    return f"{found.hits:,} of {found.n:,} at {rate:g}: {cell(found)}"


def _refuted(tests: Sequence[tuple[str, float, Share, float]]) -> Aim:
    of_rates = [test for test in tests if test[1] in RATES]
    bad = [f"{name} at {rate:g}" for name, rate, _, p in of_rates if p < 0.05]
    told = f"{len(bad)} of {len(of_rates)} refuted" + (f": {'; '.join(bad)}" if bad else "")
    short = f"{len(bad)} groups" if of_rates else "all: no rate is answered"
    missed = short if bad or not of_rates else ""
    return Aim("the promise at 0.01 and 0.001, every human group", "none refuted", told, missed)


def _learners(tests: Sequence[tuple[str, float, Share, float]]) -> list[Aim]:
    return [
        at_most("learners' essays (ELLIPSE) flagged at 0.01", 0.01, found.value, f"{cell(found)}, n = {found.n:,}")
        for name, rate, found, _ in tests
        if name.endswith(f", {LEARNERS}") and rate == 0.01
    ]


def _doubtful(blocks: Sequence[Scored], calibration: Calibration, scaffolds: dict[bool, tuple[int, int]]) -> str:
    told = "; ".join(_told(share(blocks, calibration, rate), rate) for rate in RATES)
    return (
        f"Left out of calibration and tests: {DOUBTFUL}. It is called human but bears no date,\n"
        f"and {scaffolds[True][0]} of its {scaffolds[True][1]:,} documents have an LLM's scaffold (a line that begins "
        f"`Introduction:`, `Body:` or `Title:`),\nagainst {scaffolds[False][0]} of the {scaffolds[False][1]:,} others. "
        f"Flagged there: {told}.\n"
        "It was left out after its highest scores were read; how many of these are false alarms cannot be told,\n"
        "so the promise for school essays of native speakers is not shown.\n"
    )

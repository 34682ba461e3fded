"""The promise on a source that the calibration has never seen: leave one source out."""

from collections.abc import Sequence

from originlens.evaluate.measures import exceeds
from originlens.pipeline.calibrate import Calibration

from .calibrate import calibrate, sources_of
from .genres import Grouping
from .judge import RATES, one_a_document, share
from .score import Scored
from .section import Section, Share, cell, table

HUMAN = ("calibrate", "judge", "scan")


def split(scored: Sequence[Scored], source: str, grouping: Grouping) -> tuple[Calibration, list[Scored]]:
    """A calibration without the source, and one block of each of the source's documents to judge with it."""
    made = calibrate(scored, grouping, f"without {source}", "", without=source)
    return made, one_a_document([s for s in scored if s.block.source == source and s.block.role in HUMAN])


def section(scored: Sequence[Scored], grouping: Grouping, in_train: set[str]) -> Section:
    """One row a source, those that training lacks first, and the sum over these."""
    found: dict[tuple[bool, str], list[Share]] = {}
    for source in sources_of(scored, HUMAN):
        made, judged = split(scored, source, grouping)
        if judged:
            found[source in in_train, source] = [share(judged, made, rate) for rate in RATES]
    rows = []
    for seen, title in ((False, "all sources that training lacks"), (True, "all sources that training has")):
        parts = [shares for (in_it, _), shares in found.items() if in_it == seen]
        if parts:
            rows.append([f"**{title}**", *_cells([_sum(each) for each in zip(*parts, strict=True)])])
    for (seen, source), shares in sorted(found.items()):
        rows.append([source + (" (also in training)" if seen else ""), *_cells(shares)])
    worst = [
        max(
            ((s[i], source) for (_, source), s in found.items() if s[i].n >= 100),
            key=lambda pair: -exceeds(pair[0].hits, pair[0].n, rate),
            default=None,
        )
        for i, rate in enumerate(RATES)
    ]
    told = "; ".join(
        f"at {rate:g} {of[1]}: {cell(of[0])}" for rate, of in zip(RATES, worst, strict=True) if of is not None
    )
    body = (
        "Each human source in turn is left out of the calibration, wholly, and judged with it; one block of each\n"
        "document. This is what to expect of writing that is unlike all we have. It is measured, not promised:\n"
        "conformal p-values hold for texts like those of the calibration. Where training has the source too,\n"
        "the model has seen other texts of it. Where a group is left with too few texts for a rate it is `unclear`.\n\n"
        + table(["source", "n", *(f"flagged at {rate:g}" for rate in RATES)], rows)
        + f"\nFurthest above the promise, of those with 100 texts and more: {told}.\n"
    )  # fmt: skip
    return Section("False alarms on a source that the calibration has never seen", body)


def _cells(shares: Sequence[Share]) -> list[str]:
    return [f"{shares[0].n:,}", *(f"{s.hits}: {cell(s)}" for s in shares)]


def _sum(shares: Sequence[Share]) -> Share:
    return Share(sum(s.hits for s in shares), sum(s.n for s in shares), sum(s.unclear for s in shares))

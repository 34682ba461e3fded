"""Scored human blocks -> calibration.json: what human text reaches, by group and length, and when a family is named."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from originlens.evaluate.curves import Human, curves, fit_scan
from originlens.pipeline.calibrate import Calibration, Curve

from .genres import LEARNERS, Grouping
from .score import Scored

DOMAIN_RATE = 0.05  # from which on each domain is a group of its own: a hundred blocks can promise it, and not 0.01
_LEAST_DOMAIN = 100  # blocks
# A model is surer of the kinds of human text that it was trained on: a curve of these promises too much for others.
UNSEEN = "new to the model"
UNSEEN_RATE = 0.01  # from which on what is new to it is also a group by genre: some hundreds of blocks each


def calibrate(
    scored: Sequence[Scored], grouping: Grouping, fitted_on: str, date: str, without: str | None = None
) -> Calibration:
    """The scan from the `scan` blocks, the curves from the `calibrate` blocks: by group and, at high rates, by domain.

    What training has nothing of, learners apart, is a group more, and from UNSEEN_RATE on one for each group.
    `without`: a source none of whose texts may enter.
    """
    asked = [s for s in scored if s.profile and s.block.source != without]
    scan = fit_scan([s.profile for s in asked if s.block.role == "scan" and s.profile])
    human = [s for s in asked if s.block.role == "calibrate"]
    sizes = Counter(s.block.domain for s in human)
    known = [s for s in human if sizes[s.block.domain] >= _LEAST_DOMAIN]
    unseen = [s for s in human if not s.block.seen and s.block.domain != LEARNERS]
    found = (
        *curves([*_humans(human, grouping), *_humans(unseen, lambda _: UNSEEN)], scan),
        *_from(UNSEEN_RATE, curves(_humans(unseen, lambda domain: f"{grouping(domain)}, {UNSEEN}"), scan)),
        *_from(DOMAIN_RATE, curves(_humans(known, lambda domain: f"domain {domain}"), scan)),
    )
    return Calibration(fitted_on=fitted_on, date=date, scan=scan, curves=found)


def _from(rate: float, found: Iterable[Curve]) -> list[Curve]:
    return [curve.model_copy(update={"least_rate": rate}) for curve in found]


def _humans(scored: Iterable[Scored], grouping: Grouping) -> Iterator[Human]:
    return (Human(s.profile, "en", grouping(s.block.domain)) for s in scored if s.profile)


def sizes(calibration: Calibration, rate: float = 0.0) -> dict[str, int]:
    """Blocks of each group that is asked from `rate` on."""
    found: dict[str, int] = {}
    for curve in (c for c in calibration.curves if c.least_rate == rate):
        found[curve.group] = found.get(curve.group, 0) + curve.n
    return dict(sorted(found.items()))


def save(calibration: Calibration, file: Path) -> None:
    """Write calibration.json."""
    file.write_text(calibration.model_dump_json(exclude_none=True) + "\n", "utf-8")


def sources_of(scored: Iterable[Scored], roles: Sequence[str]) -> list[str]:
    """Names of the sources of blocks with these roles."""
    return sorted({s.block.source for s in scored if s.block.role in roles})

"""Scored human blocks -> calibration.json: what human text reaches, by group and length, and when a family is named."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from originlens.evaluate.curves import Human, curves, fit_scan
from originlens.pipeline.calibrate import Calibration

from .genres import Grouping
from .score import Scored


def calibrate(
    scored: Sequence[Scored], grouping: Grouping, fitted_on: str, date: str, without: str | None = None
) -> Calibration:
    """The scan from the `scan` blocks, the curves from the `calibrate` blocks.

    `without`: a source none of whose texts may enter.
    """
    asked = [s for s in scored if s.profile and s.block.source != without]
    scan = fit_scan([s.profile for s in asked if s.block.role == "scan" and s.profile])
    humans = (
        Human(s.profile, "en", grouping(s.block.domain)) for s in asked if s.block.role == "calibrate" and s.profile
    )
    return Calibration(fitted_on=fitted_on, date=date, scan=scan, curves=curves(humans, scan))


def sizes(calibration: Calibration) -> dict[str, int]:
    """Blocks of each group."""
    found: dict[str, int] = {}
    for curve in calibration.curves:
        found[curve.group] = found.get(curve.group, 0) + curve.n
    return dict(sorted(found.items()))


def save(calibration: Calibration, file: Path) -> None:
    """Write calibration.json."""
    file.write_text(calibration.model_dump_json(exclude_none=True) + "\n", "utf-8")


def sources_of(scored: Iterable[Scored], roles: Sequence[str]) -> list[str]:
    """Names of the sources of blocks with these roles."""
    return sorted({s.block.source for s in scored if s.block.role in roles})

"""What a run of the recipe was asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """`share` of the documents; `groups`: which of genres.GROUPINGS ships; `command` as typed."""

    bundle: Path
    data: Path
    work: Path
    seed: int
    share: float
    groups: str
    processes: int
    command: str

"""Which plugins are switched off. One file in home(), whose generation tells a running daemon to look again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from originlens import private_file
from originlens.settings import home


@dataclass(frozen=True)
class Switches:
    """Names that are off; `generation` grows with every install, removal and switch."""

    disabled: frozenset[str] = frozenset()
    generation: int = 0


def read() -> Switches:
    """The switches as they stand; all on where the file is missing or damaged."""
    try:
        content = json.loads(_file().read_bytes())
        return Switches(frozenset(map(str, content["disabled"])), int(content["generation"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Switches()


def change(*, enable: Iterable[str] = (), disable: Iterable[str] = ()) -> Switches:
    """Switch names on and off, and raise the generation even where nothing else changes."""
    before = read()
    disabled = (before.disabled - set(enable)) | set(disable)
    # A damaged file reads as generation 0; counting on from the clock would still differ from what a daemon has seen.
    generation = before.generation + 1 if before.generation or not _file().exists() else _stamp()
    after = Switches(frozenset(disabled), generation)
    _write(after)
    return after


def _file() -> Path:
    return home() / "plugins.json"


def _stamp() -> int:
    return _file().stat().st_mtime_ns


def _write(switches: Switches) -> None:
    """Replace the file in one step: a daemon never reads half of it."""
    content = json.dumps({"disabled": sorted(switches.disabled), "generation": switches.generation})
    private_file.write(_file(), content)

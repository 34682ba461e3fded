"""Which plugins are switched off. One file in home(), whose generation tells a running daemon to look again."""

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

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
    file = _file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = json.dumps({"disabled": sorted(switches.disabled), "generation": switches.generation})
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=".plugins-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(content)
        Path(beside).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise

"""Which detectors the user has switched off; the daemon follows the file while it runs."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from originlens.settings import home

FILE = "plugins.json"


@dataclass(frozen=True, slots=True)
class Switches:
    """Names that are off; `generation` grows with every change, also of what is installed."""

    disabled: frozenset[str] = frozenset()
    generation: int = 0


def read() -> Switches:
    """What the file says; a missing or broken file means that nothing is switched off."""
    try:
        fields = orjson.loads((home() / FILE).read_bytes())
        return Switches(frozenset(map(str, fields["disabled"])), int(fields["generation"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Switches()


def change(*, enable: Iterable[str] = (), disable: Iterable[str] = ()) -> Switches:
    """Switch detectors on and off, and tell a running daemon to look again."""
    now = read()
    changed = Switches((now.disabled - frozenset(enable)) | frozenset(disable), now.generation + 1)
    home().mkdir(parents=True, exist_ok=True)
    partial = home() / f"{FILE}.{os.getpid()}"
    partial.write_bytes(orjson.dumps({"disabled": sorted(changed.disabled), "generation": changed.generation}))
    partial.replace(home() / FILE)
    return changed

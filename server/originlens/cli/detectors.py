"""`originlens detectors`: every detector of this machine, those that failed too, with reason and remedy."""

from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from originlens.cli.flags import settings_flags
from originlens.settings import Settings

if TYPE_CHECKING:
    from originlens.registry import Entry


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"


# The settings that matter to opening a detector.
OPENING = frozenset({"device", "threads", "plugin_seconds", "plugin_memory_mb"})
FormatOption = Annotated[ListFormat, typer.Option("--format", "-f", help="What to print; json has the API's shape.")]


@settings_flags(only=OPENING)
def detectors(format_: FormatOption = ListFormat.TABLE, *, settings: Settings) -> None:
    """List the detectors, each opened to see whether it works on this machine."""
    print_entries(entries(settings), format_)


def entries(settings: Settings) -> "list[Entry]":
    """Open every detector, note how that went, and close them."""
    from originlens.pipeline.calibrate import Calibration
    from originlens.registry import Registry

    with closing(Registry(settings, Calibration.load)) as registry:
        return registry.entries()


def print_entries(found: "list[Entry]", format_: ListFormat) -> None:
    """Print the lines of the list as GET /v1/detectors does, or for people."""
    from originlens.web.wire import entry_to_wire

    if format_ is ListFormat.JSON:
        rows = {"detectors": [entry_to_wire(entry) for entry in found]}
        print(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("name", "state", "kind", "languages", "device", "version", "from"):
        table.add_column(heading, no_wrap=heading != "languages", overflow="fold")
    console = Console(highlight=False)
    for entry in found:
        model = f"{entry.device} {entry.variant or ''}".strip() if entry.device else "-"
        table.add_row(
            escape(entry.name), f"[{_COLOURS[entry.state]}]{entry.state}[/]", entry.kind or "-",
            " ".join(entry.languages) or "any", model, escape(entry.version or "-"),
            "Originlens" if entry.built_in else "added",
        )  # fmt: skip
    console.print(table)
    for entry in found:
        if entry.local_calibration:
            told = f"\n{entry.name}: its p-values come from {entry.local_calibration}, not from its own calibration."
            console.print(told, markup=False, soft_wrap=True)
        if entry.state == "failed":
            console.print(f"\n{entry.name}: {entry.reason}\n{entry.remedy or ''}", markup=False, soft_wrap=True)
        elif entry.state == "ready" and entry.kind == "statistical" and not entry.calibrated:
            told = f"\n{entry.name}: it has no calibration, so it gives no p-value and flags nothing."
            console.print(told, markup=False, soft_wrap=True)


_COLOURS = {"ready": "green", "failed": "red", "disabled": "dim"}

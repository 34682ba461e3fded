"""`originlens serve`: start the daemon and say, in one glance, where it is and what it can do."""

import asyncio
import logging
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console
from rich.text import Text

from originlens import __version__
from originlens.cli.exits import terminal
from originlens.cli.flags import settings_flags
from originlens.settings import Settings

if TYPE_CHECKING:
    from originlens.pipeline import Pipeline


class StartFormat(StrEnum):
    """How the start is told on standard output."""

    TEXT = "text"
    JSON = "json"


@settings_flags()
def serve(
    expose: Annotated[
        bool, typer.Option("--expose", help="Allow a --host that other machines can reach, without encryption.")
    ] = False,
    format_: Annotated[
        StartFormat, typer.Option("--format", help="How to tell that it is ready; json: one line, for scripts.")
    ] = StartFormat.TEXT,
    *,
    settings: Settings,
) -> None:
    """Start the daemon; Ctrl-C stops it once the requests in flight are answered."""
    from originlens.web.app import serve as run

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    if expose:
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            Text.assemble(("warning: ", "bold yellow"), f"listening on {settings.host}: machines that can reach this "
                          "address can try to pair, and texts and tokens travel unencrypted."))  # fmt: skip
    told = _tell_json if format_ is StartFormat.JSON else _tell_text
    asyncio.run(run(settings, expose=expose, ready=told))


def _tell_json(address: str, pipeline: "Pipeline") -> None:
    from originlens.web.wire import entry_to_wire

    entries = [entry_to_wire(entry) for entry in pipeline.registry.entries()]
    told = {"ready": address, "version": __version__, "device": pipeline.state().device, "detectors": entries}
    print(orjson.dumps(told).decode(), flush=True)


def _tell_text(address: str, pipeline: "Pipeline") -> None:
    state = pipeline.state()
    console = Console(highlight=False, soft_wrap=True)
    providers = ", ".join(dict.fromkeys(model.provider for model in state.models)) or "no model open"
    console.print(Text.assemble(("Originlens ", "bold"), f"{__version__} is ready at ", (address, "bold cyan")))
    console.print(f"  device     {state.device} ({providers})", markup=False)
    for entry in pipeline.registry.entries():
        line = Text.assemble("  detector   ", (entry.name, "bold"), f"  {entry.state}")
        if entry.state == "failed":
            line = Text.assemble("  detector   ", (entry.name, "bold"), ("  failed: ", "red"), entry.reason or "")
            line.append(f" {entry.remedy or ''}", style="dim")
        console.print(line)
    console.print("  try it     open the address in a browser", markup=False)
    console.print("  extension  `originlens extension` names the folder to load; `originlens pair` gives its code")
    if terminal(sys.stdout):
        console.print("Ctrl-C stops it. No text leaves this machine, and none is logged.", style="dim")
    sys.stdout.flush()

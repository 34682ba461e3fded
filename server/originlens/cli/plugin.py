"""`originlens plugin`: list, install, remove, switch and check detectors. A running daemon follows by itself."""

import json
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from originlens.cli.detectors import OPENING, FormatOption, ListFormat, entries, print_entries
from originlens.cli.exits import Exit
from originlens.cli.export import export
from originlens.cli.flags import settings_flags
from originlens.errors import OriginlensError
from originlens.settings import Settings

if TYPE_CHECKING:
    from originlens.conformance import Result
    from originlens.registry import Loaded, Registry

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="List, install, remove, switch and check detectors. A running daemon follows without a restart.",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name that `originlens plugin list` shows.")]


@app.command("list")
@settings_flags(only=OPENING)
def list_(format_: FormatOption = ListFormat.TABLE, *, settings: Settings) -> None:
    """List every detector, switched off and failed ones too."""
    print_entries(entries(settings), format_)


@app.command()
def install(
    target: Annotated[
        str,
        typer.Argument(
            metavar="PATH-OR-ARCHIVE-OR-PIP-NAME",
            help="A bundle's folder or archive (.zip, .tar.gz, .tgz), a Python project or wheel, or a package's name.",
        ),
    ],
) -> None:
    """Install a bundle (data: nothing in it is run) or a method (a Python package: code that will run)."""
    from originlens import install as installing

    made = installing.install(target)
    print(f"Installed {made.what}: {', '.join(made.names)}")


app.command("export")(export)


@app.command()
def remove(name: Name) -> None:
    """Remove an installed bundle, or uninstall the package that brought a method."""
    from originlens import install as installing

    installing.remove(name)
    print(f"Removed: {name}")


@app.command()
def enable(name: Name) -> None:
    """Switch a detector on."""
    _switch(name, on=True)


@app.command()
def disable(name: Name) -> None:
    """Switch a detector off; it stays installed."""
    _switch(name, on=False)


@app.command()
@settings_flags(only=OPENING)
def check(name: Name, format_: FormatOption = ListFormat.TABLE, *, settings: Settings) -> None:
    """Run the conformance suite on a detector: is it steady, exact and safe with odd input? Ends with 1 if not."""
    from originlens import conformance
    from originlens.pipeline.calibrate import Calibration
    from originlens.registry import Registry

    with closing(Registry(settings, Calibration.load)) as registry, registry.lease() as opened:
        loaded = next((one for one in opened if one.about.name == name), None)
        if loaded is None:
            raise not_open(name, registry)
        results = conformance.check(loaded.detector, _golden(loaded))
    failed = sum(result.passed is False for result in results)
    if format_ is ListFormat.JSON:
        rows = [{"check": one.name, "passed": one.passed, "detail": one.detail} for one in results]
        print(json.dumps({"detector": name, "passed": not failed, "checks": rows}, indent=2))
    else:
        _print(name, results, failed)
    raise typer.Exit(Exit.FOUND if failed else Exit.DONE)


def _switch(name: str, *, on: bool) -> None:
    from originlens import install as installing
    from originlens import switches

    # A name that is off may belong to a plugin that is gone: it can still be switched on, and so forgotten.
    if name not in installing.known_names() and name not in switches.read().disabled:
        raise installing.unknown(name)
    if on:
        switches.change(enable=[name])
    else:
        switches.change(disable=[name])
    print(f"{'Enabled' if on else 'Disabled'}: {name}")


def not_open(name: str, registry: "Registry") -> OriginlensError:
    """Why a detector that was asked for is not there."""
    from originlens import install as installing

    entry = next((one for one in registry.entries() if one.name == name), None)
    if entry is None:
        return installing.unknown(name)
    if entry.state == "disabled":
        remedy = f"`originlens plugin enable {name}` switches it on."
        return OriginlensError("plugin_failed", f"{name!r} is switched off", remedy=remedy)
    return OriginlensError("plugin_failed", f"{name!r}: {entry.reason}", remedy=entry.remedy)


def _golden(loaded: "Loaded") -> list[Mapping[str, Any]]:
    """The cases of the bundle's golden.json; none where it has no such file."""
    if not loaded.bundle or not loaded.bundle.manifest.golden:
        return []
    file = loaded.bundle.path(loaded.bundle.manifest.golden)
    try:
        cases: list[Mapping[str, Any]] = json.loads(file.read_bytes())["cases"]
    except (ValueError, KeyError, TypeError) as error:
        raise OriginlensError("bundle_invalid", f"{file.name}: {error!r}; expected an object with cases") from error
    return cases


def _print(name: str, results: "list[Result]", failed: int) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    for result in results:
        state = {True: "[green]pass[/]", False: "[red]FAIL[/]", None: "[dim]info[/]"}[result.passed]
        table.add_row(state, escape(result.name), escape(result.detail))
    console.print(table)
    judged = sum(result.passed is not None for result in results)
    told = f"{name}: {failed} of {judged} checks failed." if failed else f"{name}: all {judged} checks passed."
    console.print(told, markup=False, style="bold red" if failed else "bold green")

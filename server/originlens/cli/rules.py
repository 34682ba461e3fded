"""`originlens rules`: list the rules that look for leftovers, hold them to their examples, and take a signed update."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from originlens.cli.detectors import FormatOption, ListFormat
from originlens.cli.exits import Exit
from originlens.errors import OriginlensError

if TYPE_CHECKING:
    from originlens.rule_lists import RuleList

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="List the rules that look for leftovers, hold them to their examples, and take a signed update.",
)


@app.command("list")
def list_(format_: FormatOption = ListFormat.TABLE) -> None:
    """List every rule in use: what it finds, in whose texts, how much it proves and why."""
    from originlens import rule_lists

    found = rule_lists.lists()
    if format_ is ListFormat.JSON:
        rows = [{"name": one.name, "version": one.version, "updated": one.updated, "rules": one.rules} for one in found]
        print(json.dumps({"lists": rows}, indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for one in found:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for heading in ("rule", "vendor", "strength", "why"):
            table.add_column(heading, no_wrap=heading != "why", overflow="fold")
        for rule in one.rules:
            table.add_row(*(escape(str(rule.get(key) or "-")) for key in ("id", "vendor", "strength", "why")))
        console.print(table)
        console.print(f"\n{_told(one)}: {len(one.rules)} rules", markup=False)


@app.command("test")
def hold(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A list, signed or not; none: the lists in use.")
    ] = None,
) -> None:
    """Hold a list to its own examples: what must match, what must not, in bounded time. Ends with 1 if one fails."""
    from originlens import rule_lists

    contents = [_file(file)] if file else [rule_lists.content(one.name) for one in rule_lists.lists()]
    try:
        for content in contents:
            held = rule_lists.check(content)
            told = f"{len(held.rules)} rules and {held.examples} examples hold"
            print(f"{held.name}, version {held.version}: {told}.")
    except OriginlensError as error:
        print(error.detail)
        raise typer.Exit(Exit.FOUND) from error


@app.command()
def update(
    target: Annotated[
        str | None, typer.Argument(metavar="PATH-OR-URL", help="A signed list: a file, or an https address.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A public Ed25519 key (PEM) that you trust: it counts from now on."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the lists that came with Originlens.")] = False,
) -> None:
    """Replace a list by a newer one, if the signature holds and so do its examples; else the old one stays.

    Nothing is fetched but the address that you type. A running daemon follows.
    """
    from originlens import download, rule_lists, updates

    if remove:
        gone = [name for name in rule_lists.names() if updates.remove(name)]
        print(f"Removed the update of: {', '.join(gone)}" if gone else "There was no update.")
        return
    if target is None:
        raise typer.BadParameter("name a file or an address, or use --remove", param_hint="PATH-OR-URL")
    content = download.fetch(target, updates.LARGEST) if "://" in target else _file(Path(target))
    print(f"In use now: {_told(rule_lists.update(content, _file(key) if key else None))}")


def _told(one: "RuleList") -> str:
    return f"{one.name}, version {one.version}, {'updated' if one.updated else 'as it came with Originlens'}"


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OriginlensError("file_unreadable", f"{path}: {error.strerror}") from error

"""`originlens evaluate`: labelled texts in, the figures of one installed detector out."""

from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from originlens.cli.flags import settings_flags
from originlens.cli.progress import progress
from originlens.errors import OriginlensError
from originlens.settings import Settings

if TYPE_CHECKING:
    from originlens.evaluate.figures import Figures
    from originlens.registry import Loaded, Registry


class FiguresFormat(StrEnum):
    """How figures are printed."""

    TEXT = "text"
    JSON = "json"


@settings_flags(only={"device", "false_alarms", "threads", "batch_tokens", "plugin_seconds", "plugin_memory_mb"})
def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="JSON lines with `text` and `label` (human or llm); .gz too."),
    ],
    detector: Annotated[
        str | None, typer.Option(help="Which statistical detector; needed where there are several.")
    ] = None,
    attacks: Annotated[
        bool, typer.Option("--attacks", help="Also disguise the LLM texts in every way that needs no model.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many texts of each label, drawn at random, the same each time."),
    ] = None,
    format_: Annotated[FiguresFormat, typer.Option("--format", "-f", help="What to print.")] = FiguresFormat.TEXT,
    html: Annotated[
        Path | None, typer.Option(help="Also write the report, one self-contained page, to this file.")
    ] = None,
    *,
    settings: Settings,
) -> None:
    """Measure a detector on labelled texts: ROC, false alarms by group, short texts, attacks; with intervals.

    Beside `text` and `label` a line may have `id` (texts with one id are one document), `source`, `domain`, `family`,
    `attack`, `first_party`. No text leaves this machine, and none stands in what is printed.
    """
    from originlens.evaluate import run
    from originlens.evaluate.attacks import ATTACKS
    from originlens.evaluate.report import report
    from originlens.evaluate.score import BATCH_TOKENS
    from originlens.evaluate.texts import load
    from originlens.pipeline.calibrate import Calibration
    from originlens.registry import Registry

    texts = [text for file in files for text in load(file)]
    if limit:
        texts = run.limited(texts, limit)
    with closing(Registry(settings, Calibration.load)) as registry, registry.lease() as opened:
        chosen = choose(registry, opened, detector)
        ways = ATTACKS if attacks else {}
        tokens = settings.batch_tokens or BATCH_TOKENS
        with progress(chosen.about.name, run.steps(chosen, texts, len(ways))) as done:
            made = run.evaluate(chosen, texts, settings.false_alarms, ways, batch_tokens=tokens, done=done)
    name = ", ".join(file.name for file in files)
    if html:
        written(html, report(name, made))
    if format_ is FiguresFormat.JSON:
        print(orjson.dumps({"files": [file.name for file in files], **asdict(made)}).decode())
    else:
        show(name, made)


def choose(registry: "Registry", opened: "list[Loaded]", name: str | None) -> "Loaded":
    """The statistical detector of that name, or the only one. Raises OriginlensError("plugin_unknown")."""
    able = {one.about.name: one for one in opened if one.about.kind == "statistical" and one.about.scope == "passage"}
    known = ", ".join(sorted(able)) or "none"
    if name is None and len(able) > 1:
        raise typer.BadParameter(f"several are installed: {known}; choose one", param_hint="--detector")
    if name is None and able:
        return next(iter(able.values()))
    if name in able:
        return able[name]
    line = next((entry for entry in registry.entries() if entry.name == name), None)
    if line and line.state == "failed":
        raise OriginlensError("plugin_failed", f"{name}: {line.reason}", remedy=line.remedy)
    told = "no statistical detector works here" if name is None else f"{name!r} is not an open statistical detector"
    raise OriginlensError("plugin_unknown", f"{told}; open: {known}")


def written(file: Path, content: str) -> None:
    """Write a file. Raises OriginlensError("file_unreadable")."""
    try:
        file.write_text(content, "utf-8")
    except OSError as error:
        remedy = "Choose a folder that is there and may be written to."
        raise OriginlensError("file_unreadable", f"{file}: {error.strerror}", remedy=remedy) from error


def show(texts: str, made: "Figures") -> None:
    """Print the figures for people."""
    from originlens.evaluate.summary import headline, lines
    from originlens.evaluate.tables import tables

    console = Console(highlight=False)
    counts = f"{made.humans:,} human and {made.llms:,} LLM texts"
    console.print(f"{made.detector} {made.version} on {counts} of {texts}", markup=False)
    console.print(f"\n[bold]{escape(headline(made))}[/]")
    for line in lines(made):
        console.print(line, markup=False)
    for one in tables(made):
        console.print(f"\n[bold]{escape(one.title)}[/]")
        console.print(one.note, style="dim", markup=False)
        grid = Table(box=None, pad_edge=False, header_style="dim")
        for place, heading in enumerate(one.head):
            grid.add_column(heading, justify="right" if place else "left", overflow="fold", no_wrap=place > 0)
        for place, row in enumerate(one.rows):
            grid.add_row(*map(escape, row), style="bold" if place in one.broken else None)
        console.print(grid)

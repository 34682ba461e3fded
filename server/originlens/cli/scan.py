"""`originlens scan`: files or standard input in, the API's answers out; needs no daemon."""

import asyncio
import os
import sys
from typing import Annotated

import typer

from originlens.cli.exits import Exit
from originlens.cli.flags import settings_flags
from originlens.cli.formats import Format
from originlens.cli.inputs import STDIN
from originlens.files.forms import Form
from originlens.settings import Settings
from originlens.web.wire import Offsets


@settings_flags(
    only={
        "device", "false_alarms", "threads", "batch_tokens", "max_body_mb", "cache_mb", "plugin_seconds",
        "plugin_memory_mb",
    }
)  # fmt: skip
def scan(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...|-]", help="Files to scan; `-` or none: standard input.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TABLE,
    form: Annotated[
        Form, typer.Option("--from", help="What the input holds; auto: by the end of the file's name, else text.")
    ] = Form.AUTO,
    offsets: Annotated[
        str, typer.Option(help="Unit of start and end: utf-16, as browsers count, or code-point, as Python does.")
    ] = "utf-16",
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code of the texts, where you know it.")] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Add its `text` to each block of json and jsonl.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 if a block is flagged or carries a mark.")
    ] = False,
    *,
    settings: Settings,
) -> None:
    """Scan texts without a daemon, and print what was found.

    Plain text, HTML, Markdown, Word (.docx) and PDF are cut into paragraphs p1, p2... that are judged as one page.
    JSON lines (`{"id": ..., "text": ...}`) are judged each alone and answered in the order of the input, in constant
    memory with the formats jsonl and table. Several files: ids are FILE#p1, and json prints one line a file.
    """
    from originlens.cli.job import Job

    names = files or [STDIN]
    if offsets not in ("utf-16", "code-point"):
        raise typer.BadParameter(f"{offsets!r}; expected utf-16 or code-point", param_hint="--offsets")
    if format_ is Format.HTML and len(names) > 1:
        raise typer.BadParameter("the HTML report is of one file; give one FILE", param_hint="--format")
    for_people = format_ in (Format.HTML, Format.TABLE)
    unit: Offsets = "code-point" if for_people or offsets == "code-point" else "utf-16"
    job = Job(settings, format_, form, unit, language, with_text)
    try:
        code = asyncio.run(job.run(names))
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.DONE
    if code is Exit.FOUND and not exit_code:
        code = Exit.DONE
    raise typer.Exit(code)

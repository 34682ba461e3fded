"""`originlens watermark scan`: every key and tokenizer on one text, or on each of many."""

import os
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer

from originlens.cli.exits import Exit, tell, terminal
from originlens.cli.inputs import STDIN, opened, read
from originlens.cli.records import Record, records
from originlens.errors import OriginlensError
from originlens.files.forms import Form, form_of
from originlens.web.wire import Offsets, problem_to_wire

BROKEN_TOKENIZER = "One of yours: `originlens watermark tokenizers remove NAME`, and add it anew."
_MOST_BYTES = 64 * 2**20  # of one line of JSON


class Format(StrEnum):
    """What `watermark scan` prints."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def scan(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="File to scan; `-`: standard input.")] = STDIN,
    thorough: Annotated[
        bool,
        typer.Option(
            "--thorough", help="Also the keys of research code and the permutation tests: minutes, not a moment."
        ),
    ] = False,
    key: Annotated[
        list[str] | None,
        typer.Option(
            help="The only key to try, by its name in `originlens watermark keys list`; may be given again. The fewer "
            "are tried, the less a p-value is corrected: choose before you have seen what the others say."
        ),
    ] = None,
    tokenizer: Annotated[
        list[str] | None,
        typer.Option(help="The only tokenizer to read with, by its name in `tokenizers list`; may be given again."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TABLE,
    form: Annotated[
        Form, typer.Option("--from", help="What the input holds; auto: by the end of the file's name, else text.")
    ] = Form.AUTO,
    offsets: Annotated[
        str,
        typer.Option(
            help="Unit of start and end in JSON: utf-16, as browsers count, or code-point, as Python does. Of HTML, "
            "Markdown, Word and PDF they count in the paragraphs that were read, with an empty line between."
        ),
    ] = "utf-16",
    every: Annotated[bool, typer.Option("--all", help="Show every configuration that was tried.")] = False,
) -> None:
    """Look for a watermark with every key and tokenizer, and print what was tried, best first.

    A p-value is corrected for the search along the text and for all that was tried: in an unmarked text one as small as
    0.001 comes once in a thousand texts. JSON lines in (`{"id": ..., "text": ...}`), JSON lines out.
    """
    from originlens import own_keys
    from originlens.cli.watermark.answers import record, table

    if offsets not in ("utf-16", "code-point"):
        raise typer.BadParameter(f"{offsets!r}; expected utf-16 or code-point", param_hint="--offsets")
    unit: Offsets = "code-point" if offsets == "code-point" else "utf-16"
    if file == STDIN and terminal(sys.stdin):
        print("Type or paste the text, then press Ctrl-D (Ctrl-Z and Enter on Windows).", file=sys.stderr)
    failed = False
    try:
        with own_keys.key_reader() as (_, reader):
            for one in _texts(file, form_of(file, form)):
                if one.error or one.block is None:
                    failed = True
                    if one.error:
                        tell(one.error)
                        _print(problem_to_wire(one.error) | {"line": one.line}, format_)
                    continue
                text, title = one.block.text, one.block.id
                try:
                    tried = reader.try_keys(text, thorough, key or (), tokenizer or ())
                except ValueError as error:
                    raise typer.BadParameter(str(error)) from None
                except OSError as error:
                    raise OriginlensError("file_unreadable", str(error), remedy=BROKEN_TOKENIZER) from None
                if format_ is Format.TABLE:
                    table(reader, tried, text, title, every=every, width=shutil.get_terminal_size().columns)
                else:
                    named = {"id": title} if one.line else {"file": title}
                    _print(named | record(tried, text, unit, every=format_ is Format.JSON or every), format_)
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(Exit.FAILED if failed else Exit.DONE)


def _texts(name: str, form: Form) -> Iterator[Record]:
    """Each record of JSON lines; of another form the whole text as one record, whose line is 0."""
    if form is Form.JSONL:
        with opened(name) as content:
            yield from records(content, _MOST_BYTES)
        return
    yield Record(0, 0, whole(name, form))


def whole(name: str, form: Form) -> Any:
    """The file as one block; plain text as it is, so that offsets are those of the file."""
    from originlens.answer import Block

    title = "standard input" if name == STDIN else name
    if form is not Form.TEXT:
        return Block(title, "\n\n".join(block.text for block in read(name, form).blocks))
    with opened(name) as content:
        try:
            return Block(title, content.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            where = f"{title} is not {error.encoding}: byte {error.start:,} is 0x{error.object[error.start]:02x}"
            raise OriginlensError("file_unreadable", where) from None


def _print(answer: dict[str, Any], format_: Format) -> None:
    if format_ is not Format.TABLE:
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.buffer.flush()

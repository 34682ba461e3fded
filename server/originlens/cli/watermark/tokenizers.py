"""`originlens watermark tokenizers`: which tokenizers a text is read with, and how one is added and removed."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from originlens.cli.detectors import FormatOption, ListFormat
from originlens.errors import OriginlensError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The tokenizers that texts are read with: those that ship, and any `tokenizer.json` that you add.",
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called in answers, such as `llama-3`.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A tokenizer.json, or a model's folder that holds one.")],
    vocabulary: Annotated[
        list[int] | None,
        typer.Option(
            help="The model's logits width (its config's vocab_size); may be given again. Default: the usual ones."
        ),
    ] = None,
) -> None:
    """Add a tokenizer, or replace yours of that name. A running daemon uses it at once."""
    from originlens import own_keys
    from originlens.bundles import NAME

    if not re.fullmatch(NAME, name):
        raise typer.BadParameter(f"{name!r}; expected lower-case letters, digits and hyphens", param_hint="NAME")
    file = path / "tokenizer.json" if path.is_dir() else path
    try:
        content = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OriginlensError("file_unreadable", f"{file}: {getattr(error, 'strerror', None) or error}") from error
    with own_keys.key_reader() as (bundle, reader):
        try:
            size = reader.check_tokenizer(file)
        except ValueError as error:
            raise OriginlensError("file_unreadable", str(error), remedy="Give the tokenizer.json of a model.") from None
        if name in reader.tokenizers() and not own_keys.has_tokenizer(bundle, name):
            raise typer.BadParameter(f"{name!r} is the name of one that ships; choose another", param_hint="NAME")
    widths = vocabulary or usual_widths(size)
    if min(widths) < 2:
        raise typer.BadParameter("expected the model's vocab_size, such as 128256", param_hint="--vocabulary")
    own_keys.add_tokenizer(bundle, name, content, widths)
    print(f"Added: {name}, {size:,} tokens, logits widths {', '.join(f'{width:,}' for width in widths)}")


@app.command("list")
def list_(format_: FormatOption = ListFormat.TABLE) -> None:
    """List the tokenizers with the logits widths that are tried."""
    from originlens import own_keys

    with own_keys.key_reader() as (_, reader):
        listed = reader.tokenizers()
    if format_ is ListFormat.JSON:
        print(json.dumps({"tokenizers": {name: list(widths) for name, widths in listed.items()}}, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for column in ("tokenizer", "logits widths"):
        table.add_column(column, header_style="bold")
    for name, widths in listed.items():
        table.add_row(name, ", ".join(f"{width:,}" for width in widths))
    Console(highlight=False).print(table)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name under which you have added it.")],
) -> None:
    """Remove a tokenizer that you have added. A running daemon follows."""
    from originlens import own_keys

    bundle = own_keys.bundle_name()
    if not own_keys.remove_tokenizer(bundle, name):
        added = ", ".join(own_keys.tokenizers(bundle)) or "none"
        raise OriginlensError(
            "key_unknown",
            f"you have added no tokenizer {name!r}; yours: {added}",
            remedy="Those that ship stay; `originlens watermark tokenizers list` shows all.",
        )
    print(f"Removed: {name}")
    if needing := own_keys.needing(bundle, name):
        print(f"These keys of yours name it, and are no longer tried with it: {', '.join(needing)}", file=sys.stderr)


def usual_widths(size: int) -> list[int]:
    """The tokenizer's own size, and that rounded up to what makers of models like."""
    return sorted({size, *(-(-size // unit) * unit for unit in (64, 128, 256))})

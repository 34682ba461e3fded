"""`originlens watermark keys`: the user's own keys. A key is never printed."""

import json
import re
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from originlens.cli.detectors import FormatOption, ListFormat
from originlens.errors import OriginlensError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Your own keys: kept in a file that only you can read, never printed, tried in every scan and on every page "
    "(exp-edit and its-edit in scans alone).",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="What the key is called in answers, such as `our-llama`.")]


@app.command()
def add(
    name: Name,
    scheme: Annotated[
        str, typer.Option(help="kgw, unigram, synthid, gumbel, vllm-gumbel, vllm-sbw, dipmark, exp-edit or its-edit.")
    ],
    key: Annotated[
        str,
        typer.Option(metavar="K[,K...]", help="The key, or all keys of synthid; `-` reads them from standard input."),
    ],
    gamma: Annotated[
        float | None,
        typer.Option(
            help="Share of green tokens, above 0 and below 1. Default: the rule's own, such as 0.25 for left."
        ),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(
            help="Tokens of context, the token itself not counted. Default: the rule's own, such as 1 for left."
        ),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option(
            help="kgw: left, left_64, self, minhash, skipgram, markllm or three_bricks; "
            "gumbel: markllm or three_bricks; vllm-sbw: selfhash or lefthash; its-edit: jthickstun or markllm. "
            "Default: the first of them."
        ),
    ] = None,
    hash_: Annotated[str | None, typer.Option("--hash", help="synthid: transformers (default) or deepmind.")] = None,
    mean: Annotated[
        bool, typer.Option("--mean", help="synthid: the plain mean of the coins, not a weighted one.")
    ] = False,
    table_seed: Annotated[
        int | None, typer.Option(help="Seed of the table: kgw's hash table (transformers: the key), synthid's coins.")
    ] = None,
    alpha: Annotated[float | None, typer.Option(help="vllm-gumbel: weight of the second of two keys.")] = None,
    length: Annotated[int | None, typer.Option(help="exp-edit and its-edit: rows of the secret sequence.")] = None,
    generator: Annotated[
        str | None, typer.Option(help="Where the marking ran: cpu or cuda (cuda is not confirmed).")
    ] = None,
    tokenizer: Annotated[
        list[str] | None,
        typer.Option(help="The only tokenizer to try it with; may be given again. Default: every one."),
    ] = None,
    vocabulary: Annotated[
        list[int] | None,
        typer.Option(
            help="The model's logits width (its config's vocab_size); may be given again. Default: the usual ones."
        ),
    ] = None,
) -> None:
    """Add a key, or replace the one of that name. A running daemon tries it at once.

    The vLLM plugin's key (rule left_64) is the first 8 bytes of its secret's SHA-256 as a number, such as
    0x0123456789abcdef.
    """
    from originlens import own_keys
    from originlens.bundles import NAME

    if not re.fullmatch(NAME, name):
        raise typer.BadParameter(f"{name!r}; expected lower-case letters, digits and hyphens", param_hint="NAME")
    secret = _secret(key)
    settings: dict[str, Any] = {
        "gamma": gamma, "width": width, "rule": rule, "hash": hash_, "table_seed": table_seed, "alpha": alpha,
        "length": length, "generator": generator, "weighted": False if mean else None,
    }  # fmt: skip
    settings = {setting: value for setting, value in settings.items() if value is not None}
    many = scheme == "synthid"
    if len(secret) > 1 and not many:
        raise typer.BadParameter(f"{len(secret)} keys; the scheme {scheme!r} has one", param_hint="--key")
    settings["keys" if many else "seed" if scheme == "its-edit" else "key"] = secret if many else secret[0]
    table: dict[str, Any] = {"id": name, "scheme": scheme, "settings": settings, "tokenizers": tokenizer or []}
    if vocabulary:
        table["vocabularies"] = vocabulary
    with own_keys.key_reader() as (bundle, reader):
        try:
            reader.check_key(table)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    replaced = own_keys.add(bundle, table)
    print(f"{'Replaced' if replaced else 'Added'}: {name} ({scheme})")


@app.command("list")
def list_(format_: FormatOption = ListFormat.TABLE) -> None:
    """List every key that is tried, by name: yours, and the public ones that ship."""
    from originlens import own_keys

    with own_keys.key_reader() as (_, reader):
        listed = reader.listed()
    if format_ is ListFormat.JSON:
        rows = [
            {"name": k.name, "scheme": k.scheme, "quick": k.quick, "own": k.own, "source": k.source} for k in listed
        ]
        print(json.dumps({"keys": rows}, indent=2))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("key", "scheme", "tried", "source"):
        # Names stay whole, so that they can be copied; only sources take several lines.
        table.add_column(column, header_style="bold", no_wrap=column != "source", overflow="fold")
    for one in sorted(listed, key=lambda k: (not k.own, not k.quick)):
        tried = "always" if one.quick else "--thorough"
        source = "[bold]yours[/]" if one.own else escape(one.source)
        table.add_row(escape(one.name), one.scheme, tried, source)
    Console(highlight=False).print(table)


@app.command()
def remove(name: Name) -> None:
    """Remove one of your keys. A running daemon follows."""
    from originlens import own_keys

    bundle = own_keys.bundle_name()
    if not own_keys.remove(bundle, name):
        known = ", ".join(own_keys.names(bundle)) or "none"
        raise OriginlensError(
            "key_unknown",
            f"you have no key {name!r}; yours: {known}",
            remedy="`originlens watermark keys list` shows them.",
        )
    print(f"Removed: {name}")


def _secret(given: str) -> list[int]:
    """Whole numbers, decimal or 0x. The error does not quote them."""
    text = sys.stdin.read() if given == "-" else given
    try:
        found = [int(part, 0) for part in text.replace(",", " ").split()]
    except ValueError:
        found = []
    if not found:
        raise typer.BadParameter("expected whole numbers, such as 15485863, with commas between", param_hint="--key")
    return found

"""What was tried on one text -> the lines and objects that `originlens watermark scan` prints."""

import math
from collections.abc import Sequence
from typing import Any, Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from originlens.cli.watermark.plot import bars, ruler, running
from originlens.key_reader import KeyReader, KeyTried
from originlens.web.wire import Offsets, Ruler

FOUND = 1e-3  # corrected p-value from which on a text is called marked
_ROWS = 8
_WIDTH = 64


def figure(log_p: float) -> str:
    """A p-value from its natural logarithm, two figures; 2e-900 as well."""
    if log_p > math.log(1e-3):
        return f"{math.exp(log_p):.2g}"
    power = math.floor(log_p / math.log(10))
    digit = round(math.exp(log_p - power * math.log(10)))
    return f"{digit}e{power}" if digit < 10 else f"1e{power + 1}"


def record(tried: Sequence[KeyTried], text: str, offsets: Offsets, *, every: bool) -> dict[str, Any]:
    """One text's answer in JSON; `every`: with all configurations."""
    best = tried[0]
    answer = {"marked": best.log_p <= math.log(FOUND), **_row(best, text, offsets), "tried": len(tried)}
    if every:
        answer["configurations"] = [_row(one, text, offsets) for one in tried]
    return answer


def table(reader: KeyReader, tried: Sequence[KeyTried], text: str, title: str, *, every: bool, width: int) -> None:
    """For a person: the finding in a sentence, the running score along the text, then what was tried, best first."""
    out = Console(highlight=False, width=max(width, 80))
    best, marked = tried[0], tried[0].log_p <= math.log(FOUND)
    keys, tokenizers = len({one.key for one in tried}), len({one.tokenizer for one in tried})
    out.print(f"[bold]{escape(title)}[/]")
    out.print(
        f"[dim]{_many(len(text), 'character')}; {_many(len(tried), 'configuration')} tried: {_many(keys, 'key')}, "
        f"{_many(tokenizers, 'tokenizer')}[/]\n"
    )
    if marked:
        where = ", ".join(f"{start:,} to {end:,}" for start, end, _ in best.spans)
        out.print(
            f"[bold green]Marked[/] by the key [bold]{escape(best.key)}[/] ({best.scheme}), "
            f"read with {escape(best.tokenizer)}: "
            f"p = {figure(best.log_p)} after correction"
        )
        out.print(f"at characters {where}." if where else "as a whole.")
    else:
        out.print("No mark found. That proves nothing: a mark needs the right key, and some tens of tokens.")
    if best.share is not None and (marked or every):
        _plot(out, reader, best, text)
    out.print()
    _configurations(out, tried if every else tried[:_ROWS])
    if not every and len(tried) > _ROWS:
        out.print(f"[dim]... and {len(tried) - _ROWS} more; --all shows them.[/]")
    for note in dict.fromkeys(one.note for one in tried[: None if every else _ROWS] if one.note):
        out.print(f"[dim]{escape(note)}.[/]")
    out.print()


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _plot(out: Console, reader: KeyReader, best: KeyTried, text: str) -> None:
    chance, tokens = reader.explain(text, best.key, best.tokenizer, best.vocabulary)
    scores = running(tokens)
    most = max((score for _, score in scores), default=chance)
    scale = (f"{most:.0%}", f"{chance:.0%}") if most <= 1 else (f"{most:.1f}", f"{chance:.1f}")
    out.print(f"\n{scale[0]:>5} [green]{bars(scores, chance, len(text), _WIDTH)}[/]", soft_wrap=True)
    spans = ruler([(start, end) for start, end, _ in best.spans], len(text), _WIDTH)
    out.print(f"{scale[1]:>5} [bold]{spans}[/]", soft_wrap=True)
    out.print(f"[dim]      0{len(text):>{_WIDTH - 1},}  characters; the lowest bar is chance[/]", soft_wrap=True)


def _configurations(out: Console, tried: Sequence[KeyTried]) -> None:
    rows = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("p", "key", "scheme", "tokenizer", "green", "chance", "tokens"):
        side: Literal["left", "right"] = "left" if column in ("key", "scheme", "tokenizer") else "right"
        # On a narrow terminal the key's name takes two lines, and figures stay whole.
        rows.add_column(column, justify=side, header_style="bold", no_wrap=column != "key", overflow="fold")
    for one in tried:
        style = "bold" if one.log_p <= math.log(FOUND) else ""
        rows.add_row(
            figure(one.log_p), escape(one.key), one.scheme, escape(f"{one.tokenizer} {one.vocabulary}"),
            _share(one.share, one.scheme), _share(one.chance, one.scheme), f"{one.tokens:,}", style=style,
        )  # fmt: skip
    out.print(rows)


def _share(value: float | None, scheme: str) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if scheme.endswith("gumbel") else f"{value:.1%}"


def _row(one: KeyTried, text: str, offsets: Offsets) -> dict[str, Any]:
    ruler_ = Ruler(text if offsets == "utf-16" else "")
    return {
        "p_value": math.exp(one.log_p), "log10_p": one.log_p / math.log(10), "scheme": one.scheme, "key": one.key,
        "tokenizer": one.tokenizer, "vocabulary": one.vocabulary, "tokens": one.tokens, "share": one.share,
        "chance": one.chance,
        "spans": [
            {"start": ruler_.to_utf16(start), "end": ruler_.to_utf16(end), "p_value": math.exp(log_p)}
            for start, end, log_p in one.spans
        ],
        "note": one.note,
    }  # fmt: skip

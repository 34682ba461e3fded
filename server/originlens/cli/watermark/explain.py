"""`originlens watermark explain`: token by token, what one key sees in a text."""

import shutil
import sys
from collections.abc import Sequence
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.text import Text

from originlens.cli.detectors import ListFormat
from originlens.cli.inputs import STDIN
from originlens.cli.watermark.scan import BROKEN_TOKENIZER, whole
from originlens.errors import OriginlensError
from originlens.files.forms import Form, form_of
from originlens.key_reader import TokenSeen


def explain(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="File to read; `-`: standard input.")] = STDIN,
    key: Annotated[
        str | None,
        typer.Option(help="A name that `originlens watermark keys list` shows; none: the one that fits best."),
    ] = None,
    tokenizer: Annotated[
        str | None, typer.Option(help="A name that `originlens watermark tokenizers list` shows; none: the best.")
    ] = None,
    vocabulary: Annotated[int, typer.Option(help="Logits width; 0: the one that fits best.")] = 0,
    form: Annotated[
        Form, typer.Option("--from", help="What the input holds; auto: by the end of the file's name, else text.")
    ] = Form.AUTO,
    format_: Annotated[ListFormat, typer.Option("--format", "-f", help="What to print.")] = ListFormat.TABLE,
) -> None:
    """Show which tokens of a text are green for one key: in [brackets], and in colour on a terminal.

    Of a scheme without a green list a token counts as green where its value is above chance.
    """
    from originlens import own_keys

    if form_of(file, form) is Form.JSONL:
        raise typer.BadParameter("JSON lines hold many texts; give a file that is one", param_hint="FILE")
    text = whole(file, form_of(file, form)).text
    with own_keys.key_reader() as (_, reader):
        try:
            if key is None or tokenizer is None or not vocabulary:
                best = reader.fitting(text, key or "", tokenizer or "")
                key, tokenizer, vocabulary = best.key, best.tokenizer, vocabulary or best.vocabulary
            chance, tokens = reader.explain(text, key, tokenizer, vocabulary)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
        except OSError as error:
            raise OriginlensError("file_unreadable", str(error), remedy=BROKEN_TOKENIZER) from None
    judged = [token.value for token in tokens if token.value is not None]
    if format_ is ListFormat.JSON:
        rows = [{"start": t.start, "end": t.end, "text": text[t.start : t.end], "value": t.value} for t in tokens]
        head = {"key": key, "tokenizer": tokenizer, "vocabulary": vocabulary, "chance": chance}
        sys.stdout.buffer.write(orjson.dumps(head | {"tokens": rows}) + b"\n")
        return
    out = Console(highlight=False, width=max(80, shutil.get_terminal_size().columns))
    mean = sum(judged) / len(judged) if judged else chance
    out.print(
        f"{key}, {tokenizer} {vocabulary}: {len(judged):,} of {len(tokens):,} tokens judged, "
        f"mean {mean:.3f}, by chance {chance:.3f}\n"
    )
    out.print(coloured(text, tokens, chance, colour=out.is_terminal))


def coloured(text: str, tokens: Sequence[TokenSeen], chance: float, *, colour: bool) -> Text:
    """The text: green tokens marked, judged ones that are not green dimmed, the others as they are."""
    shown, last = Text(), 0
    for token in tokens:
        if token.end <= last:  # one character may be several tokens
            continue
        shown.append(_printable(text[last : token.start]))
        word = _printable(text[max(last, token.start) : token.end])
        bare = word.lstrip()  # most tokens begin with the space before them
        shown.append(word[: len(word) - len(bare)])
        word, last = bare, token.end
        if token.value is None:
            shown.append(word)
        elif token.value > chance:
            shown.append(word if colour or not word else f"[{word}]", style="black on green")
        else:
            shown.append(word, style="dim")
    shown.append(_printable(text[last:]))
    return shown


def _printable(text: str) -> str:
    """Without control characters but line ends: a scanned text must not steer the reader's terminal."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)

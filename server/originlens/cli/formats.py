"""The four forms in which `scan` prints its answers; all but the HTML report print as the answers come."""

import sys
from enum import StrEnum
from typing import Any, BinaryIO, Protocol

import orjson
from rich.cells import set_cell_size

from originlens.cli.report import report
from originlens.cli.sentences import contradiction, figure, headline, of_page, shows_ai, summary, words
from originlens.errors import OriginlensError
from originlens.web.wire import Wire, line, problem_to_wire


class Format(StrEnum):
    """What `scan` prints."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"


class Writer(Protocol):
    """Prints the answers of one input, in reading order."""

    def block(self, block: Wire, text: str) -> None:
        """One block, as on the wire, and its text."""

    def problem(self, error: OriginlensError, line_number: int) -> None:
        """What stands for a record that cannot be scanned."""

    def page(self, page: Wire) -> None:
        """The page, after its blocks."""


def writer(form: Format, title: str, *, records: bool, with_text: bool) -> Writer:
    """A writer for one input; `records`: it is JSON lines, each judged alone."""
    out = sys.stdout.buffer
    match form:
        case Format.TABLE:
            return Table(out, title)
        case Format.JSON:
            return Json(out, with_text)
        case Format.JSONL:
            return Jsonl(out, records, with_text)
        case Format.HTML:
            return Html(out, title)


class Jsonl:
    """The lines of the API's stream. Records get one line each, and no line for the page."""

    def __init__(self, out: BinaryIO, records: bool, with_text: bool) -> None:
        self._out, self._records, self._with_text = out, records, with_text

    def block(self, block: Wire, text: str) -> None:
        """One line, flushed, so that the next program in the pipe can begin."""
        self._out.write(line("block", block | {"text": text} if self._with_text else block))
        self._out.flush()

    def problem(self, error: OriginlensError, line_number: int) -> None:
        """A line of its own keeps the output in step with the input."""
        self._out.write(line("error", problem_to_wire(error) | {"line": line_number}))

    def page(self, page: Wire) -> None:
        """The last line of a text."""
        if not self._records:
            self._out.write(line("page", page))
            self._out.flush()


class Json:
    """The API's answer as one object on one line; several inputs give several lines."""

    def __init__(self, out: BinaryIO, with_text: bool) -> None:
        self._out, self._with_text, self._before = out, with_text, b'{"blocks":['

    def block(self, block: Wire, text: str) -> None:
        """One entry of `blocks`."""
        self._out.write(self._before + orjson.dumps(block | {"text": text} if self._with_text else block))
        self._before = b","

    def problem(self, error: OriginlensError, line_number: int) -> None:
        """Nothing: the API's answer has no place for it, and standard error has told it."""

    def page(self, page: Wire) -> None:
        """The end of the object."""
        start = b"" if self._before == b"," else self._before
        self._out.write(start + b'],"page":' + orjson.dumps(page) + b"}\n")
        self._out.flush()


class Html:
    """The report: one self-contained page, printed when all of it is there."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out, self._title = out, title
        self._texts: dict[str, str] = {}
        self._blocks: list[dict[str, Any]] = []

    def block(self, block: Wire, text: str) -> None:
        """Kept until the page is there."""
        self._texts[block["id"]] = text
        self._blocks.append(block)

    def problem(self, error: OriginlensError, line_number: int) -> None:
        """Nothing: standard error has told it."""

    def page(self, page: Wire) -> None:
        """The whole report."""
        self._out.write(report(self._title, self._texts, self._blocks, page).encode("utf-8", "replace"))
        self._out.flush()


class Table:
    """One line a block for a person to read, then the summary."""

    _WIDTHS = (29, 9, 7, 16)  # verdict, p-value, words, id; what was found and the text take the rest

    def __init__(self, out: BinaryIO, title: str) -> None:
        self._out, self._title, self._begun, self._shows_ai = out, title, False, False

    def block(self, block: Wire, text: str) -> None:
        """One line: verdict, p-value, words, id, marks and the beginning of the text or of what is marked."""
        p_value = "-" if block["p_value"] is None else figure(block["p_value"])
        marks = dict.fromkeys(one["found"] for one in block["evidence"] if one["kind"] != "statistical")
        start = min((span["start"] for one in block["evidence"] for span in one["covers"]), default=0)
        beginning = ("… " if start else "") + " ".join(text[start : start + 80].split())[:40]
        verdict = words()["verdicts"][block["verdict"]]
        sign = "!" if block["verdict"] in ("llm", "mixed") else " "
        found = f"[{', '.join(marks)}] {beginning}" if marks else beginning
        self._shows_ai = self._shows_ai or shows_ai(block["evidence"])
        self._row(f"{sign} {verdict}", p_value, f"{block['tokens']:,}", block["id"], found)

    def problem(self, error: OriginlensError, line_number: int) -> None:
        """A line that says where the record was."""
        self._row("  Not read", "-", "-", f"line {line_number:,}", error.title)

    def page(self, page: Wire) -> None:
        """The summary in sentences."""
        marks = [*map(_printable, of_page(page)), *contradiction(page, blocks_show_ai=self._shows_ai)]
        lines = [f"\n{headline(page)}.", *marks, *summary(page), ""]
        self._out.write("\n".join(lines).encode("utf-8", "replace") + b"\n")
        self._out.flush()

    def _row(self, *cells: str) -> None:
        if not self._begun:
            self._begun = True
            self._out.write(f"{_printable(self._title)}\n".encode("utf-8", "replace"))
            self._row("  verdict", "p-value", "words", "id", "found, text")
        fixed = [set_cell_size(_printable(cell), width) for cell, width in zip(cells[:4], self._WIDTHS, strict=True)]
        row = " ".join([*fixed, _printable(cells[4])]).rstrip() + "\n"
        self._out.write(row.encode("utf-8", "replace"))
        self._out.flush()


def _printable(text: str) -> str:
    """Without control characters: a scanned text must not steer the reader's terminal."""
    return "".join(character if character.isprintable() else " " for character in text)

"""Files and standard input -> blocks to scan. A text is cut into paragraphs; a line of JSON is a block as it is."""

import codecs
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import IO

from originlens.answer import Block
from originlens.contract import Document
from originlens.errors import OriginlensError

STDIN = "-"


class Form(StrEnum):
    """What a file holds; `auto` goes by the end of its name, and takes anything else for plain text."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSONL = "jsonl"


_BY_SUFFIX = {
    ".html": Form.HTML, ".htm": Form.HTML, ".xhtml": Form.HTML,
    ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN,
    ".jsonl": Form.JSONL, ".ndjson": Form.JSONL,
}  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\r?\n[^\S\n]*\r?\n\s*|[\r\n]*\f[\r\n]*")


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text: its blocks p1, p2... in reading order, and what lies outside them."""

    blocks: list[Block]
    document: Document


def form_of(name: str, told: Form) -> Form:
    """What the file `name` holds."""
    return told if told is not Form.AUTO else _BY_SUFFIX.get(Path(name).suffix.lower(), Form.TEXT)


def read(name: str, form: Form, prefix: str = "") -> Text:
    """Read a file of plain text, HTML or Markdown; block ids begin with `prefix`.

    Raises OriginlensError("file_unreadable").
    """
    from originlens.cli.html import html_text
    from originlens.cli.markdown import markdown_text

    with opened(name) as content:
        source = content.read()
    text = _decode(name, source, form)
    if form is Form.HTML:
        paragraphs, document = html_text(text)
    elif form is Form.MARKDOWN:
        paragraphs, document = markdown_text(text)
    else:
        paragraphs, document = plain_text(text), Document(())
    blocks = [Block(f"{prefix}p{n}", paragraph) for n, paragraph in enumerate(paragraphs, 1)]
    return Text(blocks, replace(document, source=source))


def plain_text(text: str) -> list[str]:
    """The paragraphs of a plain text: what blank lines and form feeds part."""
    return [stripped for part in _BLANK_LINE.split(text) if (stripped := part.strip())]


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """A file, or standard input for `-`, open to read bytes. Raises OriginlensError("file_unreadable")."""
    if name == STDIN:
        yield sys.stdin.buffer
        return
    try:
        with open(name, "rb") as content:
            yield content
    except OSError as error:
        raise OriginlensError("file_unreadable", f"{name}: {error.strerror or error}") from error


def _decode(name: str, content: bytes, form: Form) -> str:
    """UTF-8, or UTF-16 where its mark says so; for HTML also the charset that its head declares."""
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif form is Form.HTML and not content.startswith(codecs.BOM_UTF8) and (match := _CHARSET.search(content[:2048])):
        encoding = match[1].decode("ascii")
    try:
        return content.decode(encoding)
    except LookupError:
        raise OriginlensError("file_unreadable", f"{name} declares the unknown charset {encoding!r}") from None
    except UnicodeDecodeError as error:
        where = f"{name} is not {error.encoding}: byte {error.start:,} is 0x{content[error.start]:02x}"
        raise OriginlensError("file_unreadable", where) from None

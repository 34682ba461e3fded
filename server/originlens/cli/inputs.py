"""Files and standard input -> blocks to scan. A text is cut into paragraphs; a line of JSON is a block as it is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from originlens.answer import Block
from originlens.contract import Document
from originlens.errors import OriginlensError
from originlens.files.forms import Form
from originlens.files.read import paragraphs

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text: its blocks p1, p2... in reading order, and what lies outside them."""

    blocks: list[Block]
    document: Document


def read(name: str, form: Form, prefix: str = "") -> Text:
    """Read a file that is one text; block ids begin with `prefix`. Raises OriginlensError("file_unreadable")."""
    with opened(name) as content:
        found, document = paragraphs(name, content.read(), form)
    return Text([Block(f"{prefix}p{n}", paragraph) for n, paragraph in enumerate(found, 1)], document)


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

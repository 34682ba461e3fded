"""JSON lines -> blocks, one record at a time: a file of any size takes the memory of its longest line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from originlens.answer import Block
from originlens.errors import OriginlensError


@dataclass(frozen=True, slots=True)
class Record:
    """One line that is not empty: the block it asks about, or what is wrong with it. `size` is in bytes."""

    line: int
    size: int
    block: Block | None = None
    error: OriginlensError | None = None


def records(content: IO[bytes], most_bytes: int) -> Iterator[Record]:
    """Every record of a file in order; a line longer than `most_bytes` is passed over and told."""
    from originlens.web.wire import clean, loads

    number = 0
    while line := content.readline(most_bytes + 1):
        number += 1
        size = len(line)
        if size > most_bytes:
            while line and not line.endswith(b"\n"):
                line = content.readline(most_bytes)
                size += len(line)
            told = f"line {number:,} has more than {most_bytes:,} bytes"
            yield Record(number, size, error=OriginlensError("too_large", told, remedy="Raise --max-body-mb."))
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            block = _block(loads(line))
            yield Record(number, size, Block(clean(block.id), clean(block.text)))
        except OriginlensError as error:
            remedy = 'Write one object a line, such as {"id": "a1", "text": "..."}.'
            yield Record(
                number, size, error=OriginlensError(error.code, f"line {number:,}: {error.detail}", remedy=remedy)
            )


def _block(record: Any) -> Block:
    """The record's block; keys other than `id` and `text` are the caller's own and pass unread."""
    if not isinstance(record, dict):
        raise OriginlensError("invalid_request", f"{_kind(record)}; expected an object with id and text")
    for key in ("id", "text"):
        if key not in record:
            raise OriginlensError("invalid_request", f"the key {key!r} is missing")
    id_, text = record["id"], record["text"]
    if isinstance(id_, bool) or not isinstance(id_, str | int):
        raise OriginlensError("invalid_request", f"id is {_kind(id_)}; expected text or a whole number")
    if not isinstance(text, str):
        raise OriginlensError("invalid_request", f"text is {_kind(text)}; expected text")
    return Block(str(id_), text)


def _kind(value: Any) -> str:
    return "null" if value is None else f"of the type {type(value).__name__}"

"""A file of labelled texts: JSON lines, plain or gzipped, one object a line with at least `text` and `label`."""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import orjson

from originlens.errors import OriginlensError

Label = Literal["human", "llm"]
_REMEDY = 'Write one object a line, such as {"text": "...", "label": "human"}; the label is human or llm.'


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and who wrote it. Texts with the same `id` are parts of one document.

    `model` and `family` say which LLM wrote it, `first_party` is false for a fine-tune of the family's model by others;
    `attack` says what was done to it afterwards; `pair_id` joins texts on the same prompt. `writers` is the key `group`
    of the file.
    """

    id: str
    text: str
    label: Label
    source: str = ""
    domain: str = ""
    lang: str = ""
    model: str = ""
    family: str = ""
    attack: str = ""
    pair_id: str = ""
    first_party: bool = True
    writers: str = ""

    @property
    def group(self) -> str:
        """The group that the file names, else source and domain, as far as they are given."""
        return self.writers or ", ".join(part for part in (self.source, self.domain) if part)


_TEXT_FIELDS = tuple(
    one.name for one in fields(Labelled) if one.name not in ("id", "text", "label", "writers", "first_party")
)


def load(file: Path, unlabelled: Label | None = None) -> list[Labelled]:
    """Every text of the file, in order; keys that are not fields of Labelled pass unread.

    `unlabelled`: what a text without a label is taken for; None refuses it.
    Raises OriginlensError("file_unreadable", "invalid_json" or "invalid_request") naming file and line, never the text.
    """
    found = []
    for number, line in _lines(file):
        try:
            found.append(_labelled(orjson.loads(line), f"{file.name}:{number}", unlabelled))
        except orjson.JSONDecodeError as error:
            raise OriginlensError("invalid_json", f"{file}, line {number:,}: {error.msg}", remedy=_REMEDY) from None
        except OriginlensError as error:
            told = f"{file}, line {number:,}: {error.detail}"
            raise OriginlensError(error.code, told, remedy=_REMEDY) from None
    if not found:
        raise OriginlensError("invalid_request", f"{file} has no line with a text", remedy=_REMEDY)
    return found


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, with their numbers from 1."""
    try:
        with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as content:
            lines: Iterable[bytes] = content
            for number, line in enumerate(lines, 1):
                line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise OriginlensError("file_unreadable", f"{file}: {told}") from None


def _labelled(record: Any, place: str, unlabelled: Label | None) -> Labelled:
    if not isinstance(record, dict):
        raise OriginlensError("invalid_request", f"it is {_kind(record)}; expected an object")
    for key in ("text",) if unlabelled else ("text", "label"):
        if key not in record:
            raise OriginlensError("invalid_request", f"the key {key!r} is missing")
    label = unlabelled if record.get("label") is None else record["label"]
    if label not in ("human", "llm"):
        shown = repr(label)[:40]
        raise OriginlensError("invalid_request", f"label is {shown}; expected 'human' or 'llm'")
    if not isinstance(record["text"], str):
        raise OriginlensError("invalid_request", f"text is {_kind(record['text'])}; expected a string")
    id_ = record.get("id")
    if isinstance(id_, bool) or not isinstance(id_, str | int | None):
        raise OriginlensError("invalid_request", f"id is {_kind(id_)}; expected a string or a whole number")
    first_party = record.get("first_party")
    if not isinstance(first_party, bool | None):
        raise OriginlensError("invalid_request", f"first_party is {_kind(first_party)}; expected true or false")
    given = {name: _text(record, name) for name in _TEXT_FIELDS}
    name = place if id_ is None else str(id_)
    return Labelled(
        name, record["text"], label, **given, first_party=first_party is not False, writers=_text(record, "group")
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str | None):
        raise OriginlensError("invalid_request", f"{name} is {_kind(value)}; expected a string")
    return value or ""


def _kind(value: Any) -> str:
    names = {list: "an array", dict: "an object", str: "a string", bool: "true or false", int: "a number"}
    return "null" if value is None else names.get(type(value), "a number")

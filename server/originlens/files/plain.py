"""Bytes -> text, by the encoding that they declare; text -> paragraphs."""

import codecs
import re

from originlens.errors import OriginlensError
from originlens.files.forms import Form

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\r?\n[^\S\n]*\r?\n\s*|[\r\n]*\f[\r\n]*")


def plain_text(text: str) -> list[str]:
    """The paragraphs of a plain text: what blank lines and form feeds part."""
    return [stripped for part in _BLANK_LINE.split(text) if (stripped := part.strip())]


def decoded(name: str, content: bytes, form: Form) -> str:
    """UTF-8, or UTF-16 where its mark says so; for HTML also the charset that its head declares.

    Raises OriginlensError("file_unreadable"), which calls the file `name`.
    """
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

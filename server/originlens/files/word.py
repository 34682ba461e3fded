"""A Word file (.docx, ECMA-376) -> its paragraphs, headings, list items and table cells."""

import io
import zipfile

import mammoth

from originlens.contract import Document
from originlens.errors import OriginlensError
from originlens.files.html import html_text

# Bytes: what the parts of the archive may unpack to. A long novel is below 5 MiB; pictures do not count as text.
MOST_UNPACKED = 64 * 2**20
_PICTURES = "word/media/"
_REMEDY = "Save it again as .docx with a word processor, or paste its text."


def word_text(name: str, content: bytes) -> tuple[list[str], Document]:
    """The paragraphs in reading order, and the links. Raises OriginlensError("file_unreadable"), naming `name`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist() if not part.filename.startswith(_PICTURES))
    except zipfile.BadZipFile:
        raise OriginlensError("file_unreadable", f"{name} is no Word file (.docx)", remedy=_REMEDY) from None
    if unpacked > MOST_UNPACKED:
        told = f"{name} unpacks to {unpacked:,} bytes; at most {MOST_UNPACKED:,}"
        raise OriginlensError("file_unreadable", told, remedy="Split it into smaller files.")
    try:
        converted = mammoth.convert_to_html(io.BytesIO(content), convert_image=_without_pictures)
    except Exception as error:  # a damaged part fails in whichever layer meets it first
        told = f"{name} is damaged: {type(error).__name__}"
        raise OriginlensError("file_unreadable", told, remedy=_REMEDY) from None
    paragraphs, document = html_text(converted.value)
    # The HTML is a stand-in of ours: detectors that read a page's head must not take it for the author's.
    return paragraphs, Document((), links=document.links)


def _without_pictures(image: object) -> list[object]:
    return []

"""A PDF file -> its paragraphs, put together again from the lines of its text layer.

A PDF holds lines, not paragraphs: a blank line, a short line that ends a sentence or the end of a page whose last
sentence is over ends one. Columns are read in the order in which the file draws them.
"""

import io
import re
from collections import Counter

import pypdf
from pypdf.errors import PyPdfError

from originlens.errors import OriginlensError

MOST_PAGES = 2000
# A line shorter than this share of a full one is the last of its paragraph, if a sentence ends there.
_SHORT = 0.8
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_HYPHEN_END = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_PAGE_NUMBER = re.compile(r"^[\W_]*(?:\d{1,5}|[ivxlc]{1,8})[\W_]*$", re.IGNORECASE)
# A line that stands on this share of the pages, and on at least three, is a running head or foot.
_RUNNING = 0.5


def pdf_text(name: str, content: bytes) -> list[str]:
    """The paragraphs in reading order. Raises OriginlensError("file_unreadable"), naming `name`."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            remedy = "Open it with its password, save it without one, or paste its text."
            raise OriginlensError("file_unreadable", f"{name} is locked with a password", remedy=remedy)
        if len(reader.pages) > MOST_PAGES:
            told = f"{name} has {len(reader.pages):,} pages; at most {MOST_PAGES:,}"
            raise OriginlensError("file_unreadable", told, remedy="Split it into smaller files.")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        told = f"{name} is no PDF, or damaged: {type(error).__name__}"
        raise OriginlensError("file_unreadable", told, remedy="Save it again as PDF, or paste its text.") from None
    paragraphs = _paragraphs(_without_running(pages))
    if not paragraphs:
        remedy = "Its pages are pictures, or empty: run text recognition (OCR) first, or paste its text."
        raise OriginlensError("file_unreadable", f"{name} holds no text", remedy=remedy)
    return paragraphs


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without the first and last lines that they share."""
    edges = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]} if line.strip())
    least = max(3, _RUNNING * len(pages))
    running = {line for line, count in edges.items() if count >= least}
    return [
        [
            line
            for at, line in enumerate(page)
            if not (at in (0, len(page) - 1) and (line.strip() in running or _PAGE_NUMBER.match(line.strip())))
        ]
        for page in pages
    ]


def _paragraphs(pages: list[list[str]]) -> list[str]:
    lengths = sorted(len(line.strip()) for page in pages for line in page if line.strip())
    full = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    paragraphs: list[str] = []
    text = ""
    for page in pages:
        for line in map(str.strip, page):
            text = _joined(text, line)
            if text and (not line or (len(line) < _SHORT * full and _SENTENCE_END.search(line))):
                paragraphs.append(text)
                text = ""
        if text and _SENTENCE_END.search(text):
            paragraphs.append(text)
            text = ""
    return [*paragraphs, text] if text else paragraphs


def _joined(text: str, line: str) -> str:
    if not text or not line:
        return text or line
    if _HYPHEN_END.search(text) and line[0].islower():
        return text[:-1] + line
    return f"{text} {line}"

"""What a file holds: by the end of its name, or by its media type."""

from enum import StrEnum
from pathlib import Path


class Form(StrEnum):
    """`auto` goes by the end of the name, and takes anything else for plain text."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    WORD = "word"
    PDF = "pdf"
    JSONL = "jsonl"


_BY_SUFFIX = {
    ".html": Form.HTML, ".htm": Form.HTML, ".xhtml": Form.HTML,
    ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN,
    ".docx": Form.WORD, ".pdf": Form.PDF,
    ".jsonl": Form.JSONL, ".ndjson": Form.JSONL,
}  # fmt: skip
# Media types as registered with IANA; the forms that are one text.
MEDIA_TYPES = {
    "text/plain": Form.TEXT,
    "text/html": Form.HTML,
    "text/markdown": Form.MARKDOWN,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Form.WORD,
    "application/pdf": Form.PDF,
}


def form_of(name: str, told: Form) -> Form:
    """What the file `name` holds."""
    return told if told is not Form.AUTO else _BY_SUFFIX.get(Path(name).suffix.lower(), Form.TEXT)

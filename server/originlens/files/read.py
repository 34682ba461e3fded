"""The bytes of a file -> its paragraphs and what lies outside them, by its form."""

from dataclasses import replace

from originlens.contract import Document
from originlens.files.forms import Form


def paragraphs(name: str, content: bytes, form: Form) -> tuple[list[str], Document]:
    """Paragraphs in reading order, and a document with all but its blocks.

    Raises OriginlensError("file_unreadable"), which calls the file `name`. The parsers are imported where they are
    needed: a daemon that reads no Word file does not load one.
    """
    if form is Form.PDF:
        from originlens.files.pdf import pdf_text

        return pdf_text(name, content), Document(())
    if form is Form.WORD:
        from originlens.files.word import word_text

        return word_text(name, content)
    from originlens.files.plain import decoded, plain_text

    text = decoded(name, content, form)
    if form is Form.HTML:
        from originlens.files.html import html_text

        found, document = html_text(text)
    elif form is Form.MARKDOWN:
        from originlens.files.markdown import markdown_text

        found, document = markdown_text(text)
    else:
        found, document = plain_text(text), Document(())
    return found, replace(document, source=content)

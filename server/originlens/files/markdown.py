"""A Markdown file -> its paragraphs, headings, list items and table cells as plain text."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from originlens.contract import Document

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PARSER = MarkdownIt("commonmark").enable("table")


def markdown_text(source: str) -> tuple[list[str], Document]:
    """The paragraphs without code blocks, raw HTML and front matter, and the links of the whole text."""
    paragraphs: list[str] = []
    links: list[str] = []
    for token in _PARSER.parse(_FRONT_MATTER.sub("", source, count=1)):
        if token.type != "inline":
            continue
        children = token.children or []
        links += [str(child.attrs["href"]) for child in children if child.type == "link_open"]
        if text := "".join(map(_plain, children)).strip():
            paragraphs.append(text)
    return paragraphs, Document((), links=tuple(links))


def _plain(token: Token) -> str:
    match token.type:
        case "text":
            return token.content
        case "code_inline":  # its marks stay: what stands between them is shown, not said
            return f"{token.markup}{token.content}{token.markup}"
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case _:
            return ""

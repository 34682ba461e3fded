"""An HTML file -> the paragraphs that a reader would see, without running or fetching anything."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from originlens.contract import Document

# Left out as the extension leaves them out: they are no prose of the author's.
_SKIPPED = frozenset({
    "head", "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "canvas", "audio",
    "video", "nav", "code", "pre", "kbd", "samp", "textarea", "input", "select", "button", "option",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "menu", "ol", "p", "search", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SPACES = re.compile(r"[ \t\r\f]*\n[ \t\r\f\n]*|[ \t\r\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEW_LINE = "\ue000"  # stands for <br> until the source's own line breaks, which mean a space, are gone


def html_text(source: str) -> tuple[list[str], Document]:
    """The visible paragraphs in reading order, and the page itself with its links."""
    tree = LexborHTMLParser(source)
    links = tuple(href for node in tree.css("a[href]") if (href := node.attributes.get("href")))
    return _paragraphs(tree.root) if tree.root else [], Document((), html=source, links=links)


def _paragraphs(root: LexborNode) -> list[str]:
    """Walk with a stack of our own: pages nest deeper than Python recurses."""
    paragraphs: list[str] = []
    run: list[str] = []

    def end() -> None:
        lines = (_SPACES.sub(" ", line).strip(" ") for line in "".join(run).split(_NEW_LINE))
        if text := "\n".join(lines).strip("\n"):
            paragraphs.append(text)
        run.clear()

    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, left = stack.pop()
        tag = node.tag or ""
        if node.is_text_node:
            run.append((node.text_content or "").replace(_NEW_LINE, ""))
            continue
        if left or tag in _BLOCKS:
            end()
        if left or not node.is_element_node or tag in _SKIPPED or _hidden(node):
            continue
        if tag == "br":
            run.append(_NEW_LINE)
        if tag in _BLOCKS:
            stack.append((node, True))
        children = []
        child = node.first_child
        while child is not None:
            children.append((child, False))
            child = child.next
        stack.extend(reversed(children))
    end()
    return paragraphs


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )

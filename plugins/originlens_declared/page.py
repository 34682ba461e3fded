"""A page's HTML -> its declarations: meta tags, `ai-disclosure` attributes, structured data, and opt-outs.

The HTML may be malformed, huge or only a part of the page; nothing in it is run or fetched.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from originlens.contract import family_of
from originlens_declared import opt_outs, structured
from originlens_declared.nesting import too_deep
from originlens_declared.opt_outs import OptOut
from originlens_declared.statement import Statement, short
from originlens_declared.terms import Terms

MOST_ELEMENTS = 64  # with a declaration of their own
MOST_METAS = 2000
# No page declares anything without one of these in it; looking for them is cheaper than parsing.
_HINTS = ("disclosure", "digitalsourcetype", "aigc", "noai", "noimageai", "tdm-reservation", "ai-generated")
_ATTRIBUTES = ("ai-disclosure", "aidisclosure", "data-ai-disclosure")
_SOURCE_TYPE_METAS = ("digitalsourcetype", "iptc:digitalsourcetype", "iptc4xmpext:digitalsourcetype")
_WHOLE = frozenset({"html", "body", "main", "article"})


@dataclass(frozen=True, slots=True)
class Part:
    """An element with a declaration of its own, and its text with single spaces."""

    statement: Statement
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page declares of all of itself, of parts of itself, and what it asks machines not to do."""

    whole: tuple[Statement, ...] = ()
    parts: tuple[Part, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()


def read(html: str, terms: Terms) -> Page:
    """The declarations of a page, each once."""
    lowered = html.lower()
    if not any(hint in lowered for hint in _HINTS) or too_deep(html):
        return Page()
    tree = LexborHTMLParser(html)
    metas = _metas(tree)
    elements = list(_elements(tree, terms))
    whole = [
        *_of_metas(metas, terms),
        *(statement for node, statement in elements if node.tag in _WHOLE),
        *structured.json_ld(tree, terms),
        *structured.markup(tree, terms),
        *map(_aigc, structured.aigc_scripts(tree)),
    ]
    parts = [Part(statement, " ".join(node.text().split())) for node, statement in elements if node.tag not in _WHOLE]
    return Page(tuple(dict.fromkeys(whole)), tuple(parts), tuple(opt_outs.of_metas(metas)))


def _metas(tree: LexborHTMLParser) -> list[tuple[str, str]]:
    """Name (or property) in lower case, and content."""
    found = []
    for node in tree.css("meta[content]")[:MOST_METAS]:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
        found.append((name.strip().lower(), attributes.get("content") or ""))
    return found


def _of_metas(metas: list[tuple[str, str]], terms: Terms) -> Iterator[Statement]:
    given = dict(reversed(metas))  # the first of a name counts
    model, provider = (short(given.get(name)) for name in ("ai-model", "ai-provider"))
    for name, content in metas:
        value = content.strip().lower()
        words = f"<meta> {name}: {short(content)}"
        if name == "ai-disclosure" and (meaning := terms.disclosures.get(value)):
            yield Statement(meaning, words, model, provider)
        elif name == "ai-generated":
            if meaning := terms.generated.get(value):
                yield Statement(meaning, words, model, provider)
            elif family_of(content):
                yield Statement("ai", words, short(content), provider)
        elif name in _SOURCE_TYPE_METAS and (meaning := terms.source_type(content)):
            yield Statement(meaning, words, model, provider)
        elif name == "aigc" and (found := structured.aigc(content)):
            yield _aigc(found)


def _aigc(found: dict[str, object]) -> Statement:
    """Label 1: made by AI; 2: perhaps; 3: suspected. Only the first is the maker's own word."""
    label, producer = str(found.get("Label")), found.get("ContentProducer")
    made = f", ContentProducer: {short(producer)}" if isinstance(producer, str) and producer else ""
    words = {"1": "is AI-generated", "2": "may be AI-generated", "3": "is suspected to be AI-generated"}[label]
    return Statement("ai" if label == "1" else "perhaps", f"AIGC (GB 45438-2025), Label {label}, {words}{made}")


def _elements(tree: LexborHTMLParser, terms: Terms) -> Iterator[tuple[LexborNode, Statement]]:
    query = ", ".join(f"[{name}]" for name in _ATTRIBUTES)
    for node in tree.css(query)[:MOST_ELEMENTS]:
        attributes = {key.replace("data-", "").replace("-", ""): value or "" for key, value in node.attributes.items()}
        value = attributes.get("aidisclosure", "")
        if meaning := terms.disclosures.get(value.strip().lower()):
            names = (short(attributes.get(key)) for key in ("aimodel", "aiprovider"))
            yield node, Statement(meaning, f"<{node.tag}> ai-disclosure: {short(value)}", *names)

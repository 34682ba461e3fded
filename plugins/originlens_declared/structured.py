"""Structured data of a page -> its digital source types: JSON-LD, microdata and RDFa, of schema.org and IPTC.

Only what is about the page's own text counts: a type that is a text, at the top of the data, not a picture in the
article nor an article in a list.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from originlens_declared.statement import Statement, short
from originlens_declared.terms import Terms

MOST_SCRIPTS, MOST_ITEMS, MOST_ANCESTORS = 64, 256, 200
_PROPERTY = "digitalsourcetype"
_WRAPPINGS = 4  # JSON text of an object, its key, JSON text again, and one more
_MAIN = ("@graph", "mainEntity", "mainEntityOfPage")


def json_ld(tree: LexborHTMLParser, terms: Terms) -> Iterator[Statement]:
    """The declarations in the page's JSON-LD."""
    for script in tree.css('script[type="application/ld+json" i]')[:MOST_SCRIPTS]:
        for item in _items(_parsed(script.text())):
            if not terms.is_text(item.get("@type")):
                continue
            for key, value in item.items():
                name = key.rpartition(":")[2].rpartition("/")[2].lower()
                if name == _PROPERTY:
                    yield from _source_types(value, terms, "JSON-LD")
                elif name == "aidisclosure":
                    yield from _disclosure(value, terms)


def markup(tree: LexborHTMLParser, terms: Terms) -> Iterator[Statement]:
    """The declarations in microdata (`itemprop`) and RDFa (`property`)."""
    for query, scope, kind in (
        ('[itemprop~="digitalSourceType" i]', ("itemscope", "itemtype"), "microdata"),
        ('[property$="digitalSourceType" i]', ("typeof", "typeof"), "RDFa"),
    ):
        for node in tree.css(query)[:MOST_ITEMS]:
            owner = _owner(node, scope[0])
            if owner is not None and terms.is_text(owner.attributes.get(scope[1])):
                attributes = node.attributes
                given = (attributes.get(name) for name in ("content", "href", "resource", "src"))
                value = next((one for one in given if one), None) or node.text()[:300]
                yield from _source_types(value, terms, kind)


def aigc(value: Any) -> dict[str, Any] | None:
    """The `AIGC` object of GB 45438-2025, given as itself, under its key, or as JSON text of either."""
    for _ in range(_WRAPPINGS):
        if isinstance(value, str):
            value = _parsed(value)
        elif isinstance(value, dict) and "AIGC" in value:
            value = value["AIGC"]
    return value if isinstance(value, dict) and str(value.get("Label")) in ("1", "2", "3") else None


def aigc_scripts(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The `AIGC` objects that lie in the page's JSON scripts under their own name."""
    for script in tree.css('script[type="application/json" i], script[type="application/ld+json" i]')[:MOST_SCRIPTS]:
        text = script.text()
        if '"AIGC"' in text and isinstance(value := _parsed(text), dict) and "AIGC" in value and (found := aigc(value)):
            yield found


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """The things that the data is about, without what they refer to."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_ITEMS:
        item = waiting.pop()
        seen += 1
        if isinstance(item, list):
            waiting += item[:MOST_ITEMS]
        elif isinstance(item, dict):
            yield item
            waiting += [item[key] for key in _MAIN if key in item]


def _source_types(value: Any, terms: Terms, place: str) -> Iterator[Statement]:
    for one in value[:8] if isinstance(value, list) else [value]:
        term = one.get("@id") if isinstance(one, dict) else one
        if isinstance(term, str) and (meaning := terms.source_type(term)):
            yield Statement(meaning, f"{place}, digitalSourceType: {short(re.split('[/#:]', term.rstrip('/'))[-1])}")


def _disclosure(value: Any, terms: Terms) -> Iterator[Statement]:
    level = value.get("level") if isinstance(value, dict) else value
    if isinstance(level, str) and (meaning := terms.disclosures.get(level.strip().lower())):
        names = [
            short(value.get(key)) if isinstance(value, dict) and isinstance(value.get(key), str) else None
            for key in ("tool", "provider")
        ]
        yield Statement(meaning, f"JSON-LD, aiDisclosure: {short(level)}", *names)


def _owner(node: LexborNode, attribute: str) -> LexborNode | None:
    """The nearest element around the node that opens an item; for RDFa the node itself may."""
    above = node if attribute == "typeof" else node.parent
    for _ in range(MOST_ANCESTORS):
        if above is None or attribute in above.attributes:
            return above
        above = above.parent
    return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None

"""Where a document carries C2PA manifests: the cheap look that comes before any cryptography.

Unstructured text (C2PA 2.4, A.8) hides the manifest in variation selectors after U+FEFF, structured text (A.9) puts
it between armour lines, HTML (A.7) into a `script` or `link` element, HTTP into a `Link` header.
"""

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

_MAGIC = b"C2PATXT\0"
WRAPPER = "\ufeff" + "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in _MAGIC)
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]*+")
_BEGIN, _END = "-----BEGIN C2PA MANIFEST-----", "-----END C2PA MANIFEST-----"
_DATA = "data:application/c2pa;base64,"
# Between armour and reference stand at most the comment signs of a line; a page about the format names no store.
_ARMOUR = re.compile(
    rf"{_BEGIN}[ \t\r\n#/*;%-]{{0,40}}+({re.escape(_DATA)}[A-Za-z0-9+/=]*+|https?://[^\s<>\"]{{1,2000}}+)"
)
_HEAD_END = re.compile("</head|<body", re.IGNORECASE)
MOST_HEAD, MOST_TAGS = 4_194_304, 4000
_BASE64 = frozenset(string.ascii_letters + string.digits + "+/=")
_LINK_HEADER = re.compile(r"<([^<>]{1,2000}+)>([^<>]{0,400}+)")
_EDGE_LINES = 4  # the fence of front matter, or a line that the host format keeps for itself, may stand before it
_JOINERS = ("\n\n", "\n", "\r\n\r\n", " ", "")


@dataclass(frozen=True, slots=True)
class Wrapper:
    """The invisible characters of one manifest, from `start` to `end` in the text of a block."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks `first` to `last` as one text: what a manifest after them may have signed."""

    first: int
    last: int
    text: str


def wrappers(blocks: Sequence[str]) -> Iterator[Wrapper]:
    """The text wrappers (A.8) in order."""
    for block, text in enumerate(blocks):
        start = text.find(WRAPPER)
        while start >= 0:
            run = _SELECTORS.match(text, start + 1)
            end = run.end() if run else start + len(WRAPPER)
            yield Wrapper(block, start, end)
            start = text.find(WRAPPER, end)


def stretches(blocks: Sequence[str], wrapper: Wrapper, size: int) -> Iterator[Stretch]:
    """The runs of blocks that end at the wrapper with exactly `size` bytes of UTF-8 before it.

    Paragraphs have lost what stood between them, so the usual separators are tried. The text is in NFC, as signed.
    """
    last = wrapper.block
    own = unicodedata.normalize("NFC", blocks[last])
    before = len(unicodedata.normalize("NFC", blocks[last][: wrapper.start]).encode())
    for joiner in _JOINERS:
        found, first = before, last
        parts = [own]
        while found < size and first:
            first -= 1
            parts.append(unicodedata.normalize("NFC", blocks[first]))
            found += len(parts[-1].encode()) + len(joiner)
        if found == size and (first < last or joiner == _JOINERS[0]):
            yield Stretch(first, last, joiner.join(reversed(parts)))


def armour(text: str) -> tuple[str, int, int] | None:
    """The reference in the first armour block (A.9), and where the block begins and ends; None where there is none.

    One that names an address counts at the beginning or the end of the text alone, where the standard puts it: a page
    about the format shows them in its midst.
    """
    begin = text.find(_BEGIN)
    match = _ARMOUR.match(text, begin) if begin >= 0 else None
    if match is None:
        return None
    end = text.find(_END, match.end())
    end = end + len(_END) if 0 <= end <= match.end() + 40 else match.end()
    at_edge = text.count("\n", 0, begin) < _EDGE_LINES or text.count("\n", end) < _EDGE_LINES
    return (match[1], begin, end) if is_inline(match[1]) or at_edge else None


def is_inline(reference: str) -> bool:
    """Whether an armour's reference holds the manifest itself."""
    return reference.startswith(_DATA)


def html_manifests(html: str, *, served: bool) -> tuple[list[str], list[str]]:
    """The contents of the `script` elements that hold a manifest, and the addresses that `link` elements name (A.7).

    In a page as it was served both count in the head alone; what a browser gives back may have lost it. A head of
    thousands of elements is not read: a tree parser could take minutes.
    """
    if "c2pa" not in html and "C2PA" not in html:
        return [], []
    end = _HEAD_END.search(html) if served else None
    head = html[: end.start() if end else MOST_HEAD]
    if head.count("<") > MOST_TAGS:
        return [], []
    tree = LexborHTMLParser(head)
    links = tree.css('link[rel~="c2pa-manifest" i][href]')
    scripts = [script.text() for script in tree.css('script[type="application/c2pa" i]')]
    return scripts, [link.attributes.get("href") or "" for link in links]


def bare_page(script: str) -> str:
    """A page with nothing but this manifest: its signature can be verified there, and what it covers cannot."""
    content = "".join(character for character in script if character in _BASE64)
    return f'<html><head><script type="application/c2pa">{content}</script></head></html>'


def header_manifests(link: str) -> list[str]:
    """The addresses of manifests in a `Link` header (RFC 8288)."""
    return [found[1] for found in _LINK_HEADER.finditer(link) if "c2pa-manifest" in found[2].lower()]


def host(address: str) -> str:
    """Where an address leads, for the reader: its host, or this site."""
    try:
        return urlsplit(address).hostname or "this site"
    except ValueError:
        return "an address that cannot be read"

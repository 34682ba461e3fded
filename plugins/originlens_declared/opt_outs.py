"""What a page asks machines not to do with it. It says nothing about who wrote it, and is shown as saying nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from originlens.contract import Mark
from originlens_declared.statement import short

_ROBOTS = re.compile(r"\b(?:noai|noimageai)\b", re.IGNORECASE)
_USAGE = re.compile(r"\b(?:train-ai|bots|ai)\s*=\s*n\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OptOut:
    """A wish, by its id (`ai`: no training of models; `tdm`: no text and data mining) and the words that carry it."""

    id: str
    words: str

    def mark(self) -> Mark:
        """A mark of strength `none`."""
        asks = "not to train models on it" if self.id == "ai" else "not to mine its text and data"
        detail = f"The page asks machines {asks}, which says nothing about who wrote it: {self.words}"
        return Mark(f"optout.{self.id}", "none", detail=detail)


def of_metas(metas: Iterable[tuple[str, str]]) -> Iterator[OptOut]:
    """The wishes in meta tags (name in lower case, content)."""
    for name, content in metas:
        if name in ("robots", "googlebot") and _ROBOTS.search(content):
            yield OptOut("ai", f"<meta> {name}: {short(content)}")
        elif name == "tdm-reservation" and content.strip() == "1":
            yield OptOut("tdm", "<meta> tdm-reservation: 1")


def of_headers(headers: Mapping[str, str]) -> Iterator[OptOut]:
    """The wishes in the headers of the response (names in lower case)."""
    if _ROBOTS.search(headers.get("x-robots-tag", "")):
        yield OptOut("ai", f"X-Robots-Tag: {short(headers['x-robots-tag'])}")
    if _USAGE.search(headers.get("content-usage", "")):
        yield OptOut("ai", f"Content-Usage: {short(headers['content-usage'])}")
    if headers.get("tdm-reservation", "").strip() == "1":
        yield OptOut("tdm", "TDM-Reservation: 1")

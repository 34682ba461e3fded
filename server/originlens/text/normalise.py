"""Undo what hides or decorates text, keeping a map back to the original offsets (code points).

Detectors score the normalised text: zero-width characters and homoglyphs would otherwise let anyone
slip past a detector, and quotes, dashes, list markers and line breaks follow the publisher more than
the author. Readers are shown the original, so every span must be mapped back.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from operator import ne

from originlens.answer import Undone
from originlens.text.lookalikes import latin

_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'
)
_LIST_MARKER = r"(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\u2013\u2014]|\d{1,3}[.)]|[A-Za-z][.)])[ \t]+"

# One alternation, so that plain text between two matches is copied in one piece. Its first set names
# every character that a match can begin with: the engine skips the rest of a plain text quickly.
_SPECIAL = re.compile(
    rf"(?=[\x00- '`\-\x7f-\U0010ffff])(?:"
    rf"(?P<dash>\s*(?:[\u2012-\u2015\u2212]|--+)\s*)"
    rf"|(?P<space>[^\S\n]*\n\s*(?:{_LIST_MARKER})?|\s\s+|[^\S ])"
    rf"|(?P<punct> (?=[,.;:!?](?:\s|\Z)))"
    rf"|(?P<quote>[{''.join(_QUOTES)}]|'')"
    rf"|(?P<other>[^\x00-\x7f])"
    rf"|(?P<control>[\x00-\x08\x0e-\x1f\x7f]))"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]+"
)
_TOLD: dict[str, Undone] = {"space": "space", "other": "compatibility", "control": "control"}
_USUAL = re.compile(r"[\x00-\x7f\u2028\u2029]+")  # in what is found as space: the rest is of unusual width
_EDGE = re.compile(rf"\s*(?:{_LIST_MARKER})?")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text; `starts[i]` is where piece i begins in it, `origins[i]` in the original.

    `copied[i]` is true where the piece is the original's own characters, one for one. `undone`: what a reader cannot
    see was taken back, and how many characters of each sort; quotation marks, dashes and line breaks do not count.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    copied: tuple[bool, ...]
    length: int
    undone: tuple[tuple[Undone, int], ...] = ()

    def original_start(self, position: int) -> int:
        """Where the normalised code point at `position` begins in the original text."""
        if position >= len(self.text):
            return self.length
        i = bisect_right(self.starts, position) - 1
        return self.origins[i] + (position - self.starts[i] if self.copied[i] else 0)

    def original_end(self, position: int) -> int:
        """Where the code point before the normalised `position` ends in the original text."""
        if position <= 0:
            return 0
        i = bisect_right(self.starts, position - 1) - 1
        if self.copied[i]:
            return self.origins[i] + (position - self.starts[i])
        return self.origins[i + 1] if i + 1 < len(self.origins) else self.length


def normalise(text: str) -> Normalised:
    """Normalise `text` for scoring. Never raises, whatever the code points."""
    if text.isascii() or not _INVISIBLE.search(text):
        return _normalise(text)
    # They go first: between two characters they would hide a dash, a list marker or a run of spaces.
    hidden = [match.span() for match in _INVISIBLE.finditer(text)]
    count = sum(end - start for start, end in hidden)
    edges = [0, *(edge for span in hidden for edge in span), len(text)]
    seen = [i for first, end in zip(edges[::2], edges[1::2], strict=True) for i in range(first, end)]
    made = _placed(_normalise("".join(text[i] for i in seen)), seen, len(text))
    return replace(made, undone=(("invisible", count), *made.undone))


def _placed(made: Normalised, seen: list[int], length: int) -> Normalised:
    """`made` of the characters at `seen`, as made of the whole text that they stand in."""
    starts: list[int] = []
    origins: list[int] = []
    copied: list[bool] = []
    for i, (start, origin, same) in enumerate(zip(made.starts, made.origins, made.copied, strict=True)):
        end = made.starts[i + 1] if i + 1 < len(made.starts) else len(made.text)
        for at in range(origin, origin + (end - start if same else 1)):
            if at == origin or seen[at] != seen[at - 1] + 1:
                starts.append(start + at - origin)
                origins.append(seen[at])
                copied.append(same)
    return Normalised(made.text, tuple(starts), tuple(origins), tuple(copied), length, made.undone)


def _normalise(text: str) -> Normalised:
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    copied: list[bool] = []
    at = 0
    # A look-alike is one code point for one, so this changes no offset.
    source = latin(text)
    undone: Counter[Undone] = Counter()
    if source is not text:
        undone["lookalike"] = sum(map(ne, source, text))
    done = _EDGE.match(source).end()  # type: ignore[union-attr]  # matches the empty string too

    def add(piece: str, origin: int, same: bool) -> None:
        nonlocal at
        pieces.append(piece)
        starts.append(at)
        origins.append(origin)
        copied.append(same)
        at += len(piece)

    stop = max(done, len(source.rstrip()))
    for match in _SPECIAL.finditer(source, done, stop):
        begin, end = match.span()
        new = _replacement(match)
        if new == match[0]:
            continue
        if match.lastgroup in _TOLD:
            undone[_TOLD[match.lastgroup]] += len(_USUAL.sub("", match[0])) if match.lastgroup == "space" else 1
        if begin > done:
            add(source[done:begin], done, True)
        if new:
            add(new, begin, False)
        done = end
    if done < stop:
        add(source[done:stop], done, True)
    told = tuple((sort, count) for sort, count in undone.items() if count)
    return Normalised("".join(pieces), tuple(starts), tuple(origins), tuple(copied), len(text), told)


def _replacement(match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup:
        case "space":
            return " "
        case "dash":
            return " - "
        case "punct":
            return ""
        case "quote":
            return '"' if found == "''" else _QUOTES[found]
        case "other":
            return unicodedata.normalize("NFKC", found)
        case _:
            return " "

"""Undo what hides or decorates text, keeping a map back to the original offsets (code points).

Detectors score the normalised text: zero-width characters and homoglyphs would otherwise let anyone
slip past a detector, and quotes, dashes, list markers and line breaks follow the publisher more than
the author. Readers are shown the original, so every span must be mapped back.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'
)
# Cyrillic and Greek letters drawn like a Latin one (Unicode confusables.txt). They are folded only
# inside a word that also has Latin letters, so Russian and Greek stay as they are.
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405"
    "\u03bf\u03b1\u03c1\u03bd\u03b9\u03ba\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0261\u0131",
    "aeopcyxijsdhqwABEKMHOPCTXYIJSoapvikABEZHIKMNOPTYXgi",
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
    rf"|(?P<invisible>[{_INVISIBLE}]+)"
    rf"|(?P<other>[^\x00-\x7f])"
    rf"|(?P<control>[\x00-\x08\x0e-\x1f\x7f]))"
)
_EDGE = re.compile(rf"\s*(?:{_LIST_MARKER})?")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0261\u0131]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text; `starts[i]` is where piece i begins in it, `origins[i]` in the original.

    `copied[i]` is true where the piece is the original's own characters, one for one.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    copied: tuple[bool, ...]
    length: int

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
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    copied: list[bool] = []
    at = 0
    # A look-alike is one code point for one, so this changes no offset.
    source = _WORD.sub(_unmixed, text) if _FOREIGN.search(text) else text
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
        if begin > done:
            add(source[done:begin], done, True)
        if new:
            add(new, begin, False)
        done = end
    if done < stop:
        add(source[done:stop], done, True)
    return Normalised("".join(pieces), tuple(starts), tuple(origins), tuple(copied), len(text))


def _unmixed(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _LATIN.search(word[0]) else word[0]


def _replacement(match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup:
        case "space":
            return " "
        case "dash":
            return " - "
        case "punct" | "invisible":
            return ""
        case "quote":
            return '"' if found == "''" else _QUOTES[found]
        case "other":
            return unicodedata.normalize("NFKC", found)
        case _:
            return " "

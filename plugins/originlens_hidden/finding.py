"""What a search for one sort of hidden character hands over, and the letters that need no invisible help."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from originlens.contract import Strength

# Alphabets whose words are written without joiners, break hints and fillers: Latin, Greek, Cyrillic, Armenian and
# Georgian, with their combining marks.
LETTERS = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u052f\u0531-\u0556\u0560-\u0588\u10a0-\u10ff\u1c90-\u1cbf"
    "\u1e00-\u1fff"
)
LETTER = re.compile(f"[{LETTERS}]")
LONGEST_DETAIL = 80
_WIDEST = 40  # characters on either side that a shown span may take in


@dataclass(frozen=True, slots=True)
class Finding:
    """One sort of hidden character in one text: where it stands (code points) and one line of fact."""

    what: str
    strength: Strength
    places: tuple[tuple[int, int], ...]
    detail: str


def words_around(text: str, places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The words in which the places lie, in order and joined where they touch: what is invisible cannot be painted."""
    wide: list[tuple[int, int]] = []
    done = 0
    for start, end in places:
        if end <= done:
            continue
        least, most = max(done, start - _WIDEST), min(len(text), end + _WIDEST)
        while start > least and not text[start - 1].isspace():
            start -= 1
        while end < most and not text[end].isspace():
            end += 1
        if wide and start <= done:
            wide[-1] = (wide[-1][0], end)
        else:
            wide.append((start, end))
        done = end
    return tuple(wide)


def counted(characters: Iterable[str]) -> str:
    """How many there are of each, the commonest first: "3 × zero width space (U+200B), 1 × word joiner (U+2060)"."""
    commonest = Counter(characters).most_common(3)
    told = [f"{n} × {unicodedata.name(c, 'unnamed').lower()} (U+{ord(c):04X})" for c, n in commonest]
    return ", ".join(told)


def readable(content: bytes | Sequence[int]) -> str:
    """Bytes as the text that they spell, cut to one line; as hexadecimal figures where they spell none."""
    spelt = bytes(content).decode("utf-8", "replace")
    shown = "".join(c if c.isprintable() else " " for c in spelt)[:LONGEST_DETAIL]
    if (
        shown.strip()
        and "\ufffd" not in spelt
        and sum(c.isprintable() or c in "\t\r\n" for c in spelt) >= 0.9 * len(spelt)
    ):
        return f"“{shown}”"
    return bytes(content)[:16].hex(" ") + (" ..." if len(content) > 16 else "")

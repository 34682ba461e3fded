"""Lists of short items, poems and tables: known by where their lines end."""

import re
from collections.abc import Sequence

from originlens.text.genre.features import Features
from originlens.text.genre.kind import Kind

LEAST_LINES = 4
LONGEST_LINE = 60  # characters; a longer line holds a clause
LEAST_SHARE = 0.75  # of the characters in lines of the kind; of the lines in a table
WRAPPED = 0.8  # share of the open lines that stop where the next word would not have fitted
_MARKER = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\u2013\u2014]|\d|[A-Za-z][.)])\s*")
_COLUMNS = re.compile(r"\t|\S {3,}\S|\S ?\| ?\S")
_SENTENCE_ENDS = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f")
_CLOSING = "\"'\u201d\u2019)]*_"

_LIST = Kind("list", "A list of short items: too little connected prose.")
_TABLE = Kind("table", "A table: its rows are not connected prose.")
_SHORT = Kind(
    "short_lines", "Short lines, as in a poem: too few human texts of this kind were at hand to compare it with."
)


def of_lines(seen: Features) -> Kind | None:
    """A list, a poem or a table, where most of the text stands in lines of that kind."""
    if seen.original.count("\n") < LEAST_LINES - 1:
        return None
    lines = [line for line in map(str.strip, seen.original.split("\n")) if line]
    if sum(map(bool, map(_COLUMNS.search, lines))) > LEAST_SHARE * max(len(lines), LEAST_LINES - 1):
        return _TABLE
    opened = [_is_open(line) for line in lines]
    # The last line of a stanza ends its sentence; the one before it did not.
    short = [
        line
        for line, is_open, goes_on in zip(lines, opened, [False, *opened], strict=False)
        if is_open or (goes_on and len(line) <= LONGEST_LINE)
    ]
    if len(short) < LEAST_LINES or sum(map(len, short)) < LEAST_SHARE * sum(map(len, lines)):
        return None
    if sum(map(bool, map(_MARKER.match, lines))) > len(lines) / 2:
        return _LIST
    return None if _is_wrapped(lines, opened) else _SHORT


def _is_open(line: str) -> bool:
    """A short line that no sentence ends with."""
    return len(line) <= LONGEST_LINE and not line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _is_wrapped(lines: Sequence[str], opened: Sequence[bool]) -> bool:
    """Prose broken at a fixed width: its lines stop where the next word would not have fitted."""
    width = max(map(len, lines))
    pairs = [(line, after) for line, after, is_open in zip(lines, lines[1:], opened, strict=False) if is_open]
    full = sum(len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in pairs)
    return full > WRAPPED * len(pairs)

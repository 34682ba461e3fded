"""Controls of writing direction that turn letters about, or stand where no right-to-left text is (UAX #9).

Marks and isolates beside Hebrew or Arabic are ordinary, and so are single ones in English: copied file names and
telephone numbers carry them.
"""

import re
import unicodedata
from collections.abc import Iterator

from originlens_hidden.finding import LETTERS, Finding, counted, words_around

CHARACTERS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_TURNED = re.compile("[\u202b\u202d\u202e\u2067][^\u202c\u2069\n]{1,400}+")
_INSIDE = re.compile(f"(?<=[{LETTERS}])[{_CONTROL}]++(?=[{LETTERS}])")
_RUN = re.compile(f"[{_CONTROL}]{{4,}}+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEAST_INSIDE = 2  # places inside words
_LEAST_LETTERS = 2  # that a control turns about


def find(text: str) -> Iterator[Finding]:
    """Letters in another order than they are stored in, and controls inside words or in long runs."""
    right_to_left = any(unicodedata.bidirectional(found[0]) in ("R", "AL") for found in _RIGHT_TO_LEFT.finditer(text))
    turned = [match.span() for match in _TURNED.finditer(text) if _turns(match[0], right_to_left)]
    inside = [match.span() for match in _INSIDE.finditer(text)]
    places = turned + (inside if len(inside) >= _LEAST_INSIDE else [])
    if not right_to_left:
        places += [match.span() for match in _RUN.finditer(text)]
    if places:
        found = [c for start, end in places for c in text[start:end] if c in CHARACTERS]
        detail = ("letters are shown in another order than they are stored: " if turned else "") + counted(found)
        yield Finding("hidden.bidi", "weak", words_around(text, sorted(places)), detail)


def _turns(stretch: str, right_to_left: bool) -> bool:
    """Whether the control at the start of a stretch goes against its letters."""
    classes = [unicodedata.bidirectional(c) for c in stretch[1:]]
    left = classes.count("L")
    right = classes.count("R") + classes.count("AL")
    match stretch[0]:
        case "\u202e":
            return left >= _LEAST_LETTERS
        case "\u202d":
            return right >= _LEAST_LETTERS
        case _:
            return left >= _LEAST_LETTERS and not right_to_left

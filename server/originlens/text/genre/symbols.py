"""Tables of figures, code, and runs without spaces: known by their characters."""

from originlens.text.genre.features import Features
from originlens.text.genre.kind import Kind

LEAST_LETTERS = 0.6  # share of the characters; prose has about 0.8
MOST_SIGNS = 0.04  # share of the characters that programs and formulas are full of; prose has under 0.01
LONGEST_WORD = 200
_SIGNS = "{}<>=;\\$^~"

_FIGURES = Kind("table", "Most of it is figures or signs, not words: a table or a form.")
_CODE = Kind("code", "It is full of the signs of programs and formulas: code, not prose.")
_UNBROKEN = Kind("unbroken", f"It has a run of more than {LONGEST_WORD} letters without a space.")


def of_symbols(seen: Features) -> Kind | None:
    """A table of figures, code, or a run of letters that nobody writes."""
    if max(map(len, seen.words)) > LONGEST_WORD:
        return _UNBROKEN
    if sum(map(seen.text.count, _SIGNS)) > MOST_SIGNS * len(seen.text):
        return _CODE
    return _FIGURES if seen.letters < LEAST_LETTERS * len(seen.text) else None

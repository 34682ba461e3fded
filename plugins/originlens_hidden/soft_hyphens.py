"""Soft hyphens that no hyphenation puts there: doubled, or between nearly all letters of a word."""

import re
from collections.abc import Iterator

from originlens_hidden.finding import LETTERS, Finding, words_around

CHARACTERS = frozenset("\u00ad")
_WORD = re.compile(f"[{LETTERS}]{{1,60}}+(?:\u00ad++[{LETTERS}]{{1,60}}+)++")
_HYPHENS = re.compile("\u00ad+")
_LEAST_WORDS = 2
_LEAST_SINGLE = 3  # letters with a soft hyphen on both sides, or at the end: Portuguese “te-o-ri-a” has two


def find(text: str) -> Iterator[Finding]:
    """Words that no rule would hyphenate so."""
    places = [match.span() for match in _WORD.finditer(text) if _odd(match[0])]
    if len(places) >= _LEAST_WORDS:
        count = sum(text[start:end].count("\u00ad") for start, end in places)
        detail = f"{count} soft hyphens (U+00AD) in {len(places)} words, where no hyphenation puts them"
        yield Finding("hidden.soft-hyphens", "weak", words_around(text, places), detail)


def _odd(word: str) -> bool:
    if "\u00ad\u00ad" in word:
        return True
    pieces = _HYPHENS.split(word)
    single = sum(len(piece) == 1 for piece in pieces)
    return single >= _LEAST_SINGLE and 2 * single >= len(pieces)

"""Words that mix Latin letters with letters of another script that are drawn like Latin ones (UTS #39).

Left alone: one Greek letter at the edge of a word or among capitals, as science writes it (TNFα, NFκB), and an
ending behind a foreign abbreviation.
"""

import re
from collections.abc import Iterator, Mapping

from originlens_hidden.finding import Finding

# Letters that may stand in a Latin word, as ranges of code points.
_LATIN = ((0x41, 0x5B), (0x61, 0x7B), (0xC0, 0x250), (0x1E00, 0x1F00))
# A word of both sorts and of no other letter: `l` stands for a Latin letter, `g` for one drawn alike.
_MIXED = re.compile(r"(?<![^\W\d_])(?:l++g|g++l)[lg]*+(?![^\W\d_])")
_LEAST_WORDS = 2
_SHOWN = 3


class Homoglyphs:
    """Looks for the letters of a table: each to the Latin letter that it is drawn like."""

    def __init__(self, latin_of: Mapping[str, str]) -> None:
        self.characters = frozenset(latin_of)
        self._latin_of = latin_of
        latin = {code: "l" for first, end in _LATIN for code in range(first, end) if chr(code).isalpha()}
        self._sorts = latin | {ord(drawn): "g" for drawn in latin_of}

    def find(self, text: str) -> Iterator[Finding]:
        """Two words or more in which the scripts are mixed."""
        words = (match.span() for match in _MIXED.finditer(text.translate(self._sorts)))
        places = [(start, end) for start, end in words if self._odd(text[start:end])]
        if len(places) >= _LEAST_WORDS:
            told = [self._told(text[start:end]) for start, end in places[:_SHOWN]]
            detail = f"{len(places)} words mix scripts: {', '.join(told)}"
            yield Finding("hidden.homoglyphs", "weak", tuple(places), detail)

    def _odd(self, word: str) -> bool:
        """Whether a mixed word is neither science nor an abbreviation with an ending."""
        drawn = [i for i, c in enumerate(word) if c in self._latin_of]
        first = drawn[0]
        if len(drawn) == 1 and "\u0370" <= word[first] < "\u0400":
            return first not in (0, len(word) - 1) and not (word[:first] + word[first + 1 :]).isupper()
        return not (first > 1 and len(drawn) == len(word) - first and word[:first].isupper())

    def _told(self, word: str) -> str:
        drawn = next(c for c in word if c in self._latin_of)
        return f"{word} (U+{ord(drawn):04X} for {self._latin_of[drawn]})"

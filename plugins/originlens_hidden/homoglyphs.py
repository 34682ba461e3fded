"""Words that mix Latin letters with letters of another script that are drawn like Latin ones (UTS #39).

Left alone: one Greek letter at the edge of a word or among capitals, as science writes it (TNFα, NFκB), and an
ending behind a foreign abbreviation.
"""

import re
from collections.abc import Iterator, Mapping

from originlens_hidden.finding import Finding

_LATIN_LETTERS = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_LATIN = re.compile(f"[{_LATIN_LETTERS}]")
_LEAST_WORDS = 2
_SHOWN = 3


class Homoglyphs:
    """Looks for the letters of a table: each to the Latin letter that it is drawn like."""

    def __init__(self, latin_of: Mapping[str, str]) -> None:
        self.characters = frozenset(latin_of)
        self._latin_of = latin_of
        drawn = "".join(sorted(latin_of))
        # Only where the two meet is it worth looking at the word.
        self._meeting = re.compile(f"[{_LATIN_LETTERS}](?=[{drawn}])|[{drawn}](?=[{_LATIN_LETTERS}])")
        self._word = re.compile(r"[^\W\d_]{1,60}")

    def find(self, text: str) -> Iterator[Finding]:
        """Two words or more in which the scripts are mixed."""
        if not _LATIN.search(text):
            return
        places: list[tuple[int, int]] = []
        done = 0
        for meeting in self._meeting.finditer(text):
            if meeting.start() < done:
                continue
            start = meeting.start()
            while start > max(done, meeting.start() - 60) and text[start - 1].isalpha():
                start -= 1
            word = self._word.match(text, start)
            done = max(meeting.end(), word.end() if word else 0)
            if word and self._mixed(word[0]):
                places.append(word.span())
        if len(places) >= _LEAST_WORDS:
            told = [self._told(text[start:end]) for start, end in places[:_SHOWN]]
            detail = f"{len(places)} words mix scripts: {', '.join(told)}"
            yield Finding("hidden.homoglyphs", "weak", tuple(places), detail)

    def _mixed(self, word: str) -> bool:
        other = [i for i, c in enumerate(word) if not _LATIN.match(c)]
        if any(word[i] not in self._latin_of for i in other) or len(other) == len(word):
            return False
        ending = other[0]
        if len(other) == 1 and "\u0370" <= word[ending] < "\u0400":
            rest = word[:ending] + word[ending + 1 :]
            return ending not in (0, len(word) - 1) and not rest.isupper()
        return not (ending > 1 and other == list(range(ending, len(word))) and word[:ending].isupper())

    def _told(self, word: str) -> str:
        drawn = next(c for c in word if c in self._latin_of)
        return f"{word} (U+{ord(drawn):04X} for {self._latin_of[drawn]})"

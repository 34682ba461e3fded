"""The texts of which the one at hand may be a copy: a mark lies in tokens, and publishing changes characters.

First the text as it is; then without invisible characters, odd spaces and look-alikes of Latin letters; then with plain
quotation marks and without line breaks inside a paragraph, too. Only those that differ.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_QUOTES = {ord(odd): "'" for odd in "\u2018\u2019\u201a\u201b"} | {ord(odd): '"' for odd in "\u201c\u201d\u201e\u201f"}
_WRAPPED = re.compile(r"(?<=\S)\n(?=[^\W\d_]|[\"'(\u2018\u201c])")  # a line that goes on, not a list or a blank line
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Copy:
    """A text, and where each of its characters stands in the text at hand (None: at the same place)."""

    text: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of it in the text at hand."""
        if self.places is None:
            return start, end
        if end <= start:  # nothing, before the character that comes next
            at = self.places[start] if start < len(self.places) else max(self.places, default=-1) + 1
            return at, at
        return self.places[start], self.places[end - 1] + 1


def copies(text: str, letters: Mapping[str, str]) -> list[Copy]:
    """`letters`: look-alike -> Latin letter; folded in words that have Latin letters too."""
    found = [Copy(text)]
    seen, places = text, None
    if not text.isascii():
        if _INVISIBLE.search(text):
            places = tuple(i for i, character in enumerate(text) if not _INVISIBLE.match(character))
            seen = "".join(text[i] for i in places)
        table = str.maketrans(dict(letters))
        seen = _WORD.sub(lambda word: word[0].translate(table) if _LATIN.search(word[0]) else word[0], seen)
        found.append(Copy(seen.translate(_SPACES), places))
    plain = _WRAPPED.sub(" ", found[-1].text.translate(_QUOTES))
    found.append(Copy(plain, places))
    return list({copy.text: copy for copy in reversed(found)}.values())[::-1]

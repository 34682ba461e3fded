"""Tag characters (U+E0000-U+E007F): an invisible copy of ASCII, which spells words that only programs read.

Their one use today is the flag of a region (UTS #51, emoji tag sequences): a black flag, three to six tags, a
cancel tag.
"""

import re
from collections.abc import Iterator

from originlens_hidden.finding import Finding, readable, words_around

CHARACTERS = frozenset(map(chr, range(0xE0000, 0xE0080)))
_RUN = re.compile("[\U000e0000-\U000e007f]+")
_FLAG = re.compile("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")


def find(text: str) -> Iterator[Finding]:
    """Tags that belong to no flag, and what they spell."""
    places: list[tuple[int, int]] = []
    spelt: list[int] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        flag = _FLAG.match(text, start) if start and text[start - 1] == "\U0001f3f4" else None
        start = flag.end() if flag else start
        if start < end:
            places.append((start, end))
            spelt += [code for c in text[start:end] if 0x20 <= (code := ord(c) - 0xE0000) < 0x7F]
    if places:
        count = sum(end - start for start, end in places)
        told = f"{count} tag characters" if count > 1 else "1 tag character"
        detail = f"{told} that spell {readable(spelt)}" if spelt else f"{told} that spell nothing"
        yield Finding("hidden.tags", "strong" if len(spelt) > 1 else "weak", words_around(text, places), detail)

"""Variation selectors that carry bytes: after one character any number of them can hide, and none is drawn.

Byte b is U+FE00+b below 16, else U+E0100+(b-16). One selector after an emoji or a Han character is ordinary.
"""

import re
from collections.abc import Iterator

from originlens_hidden.finding import LETTER, Finding, readable, words_around

CHARACTERS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_RUN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_PRESENTATION = frozenset("\ufe0e\ufe0f")  # text or emoji form: doubled by careless programs, never a payload
# After U+FEFF these begin a signed manifest (C2PA 2.4, A.8), which is the evidence of another detector.
_C2PA = "".join(chr(0xE0100 + byte - 16) for byte in b"C2PATXT") + "\ufe00"
_LEAST_SINGLE = 4  # selectors, each alone behind a letter or a space, that are no accident


def decode(run: str) -> bytes:
    """The bytes that a run of variation selectors carries."""
    return bytes(code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16 for code in map(ord, run))


def find(text: str) -> Iterator[Finding]:
    """Runs of two selectors or more, and single ones spread over letters that have no variants."""
    runs: list[tuple[int, int]] = []
    spread: list[tuple[int, int]] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if set(match[0]) <= _PRESENTATION:
            continue
        before = text[start - 1 : start]
        if before == "\ufeff" and match[0].startswith(_C2PA):
            continue
        if end - start > 1:
            runs.append((start, end))
        elif before.isspace() or LETTER.match(before):
            spread.append((start, end))
    places = sorted(runs + spread) if len(spread) >= _LEAST_SINGLE else runs
    if places:
        content = decode("".join(text[start:end] for start, end in places))
        detail = f"{len(content)} bytes in variation selectors: {readable(content)}"
        yield Finding("hidden.variation-selectors", "strong", words_around(text, places), detail)

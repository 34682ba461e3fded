"""Characters without width where no script needs them: inside words of alphabets, and in runs.

Left alone: joiners between emoji (UTS #51), joiners and non-joiners in Arabic, Persian and Indic scripts (Unicode 16,
23.2), break hints in Thai, Khmer, Chinese and long words, a non-joiner that parts an f-ligature (Duden), CGJ before
marks, a byte-order mark, and whatever stands at the edge of a line, where editors leave it.
"""

import re
import unicodedata
from collections.abc import Iterator

from originlens_hidden.finding import LETTER, LETTERS, Finding, counted, words_around

_ZWSP, _ZWNJ = "\u200b", "\u200c"
CHARACTERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d"
    "\u206e\u206f\ufeff\uffa0\ufff9\ufffa\ufffb"
)
_RUN = re.compile(f"[{''.join(sorted(CHARACTERS))}]+")
_OPERATORS = frozenset("\u2061\u2062\u2063\u2064")
_LIGATURE = re.compile("f[bfhijklt]")
_LEFT = re.compile(f"[{LETTERS}\u200b]{{0,40}}\\Z")
_RIGHT = re.compile(f"[{LETTERS}\u200b]{{0,40}}")
_RUN_LENGTH = 3  # from here on a run is no accident of an editor
_LEAST_INSIDE = 2  # places inside words
_LEAST_STRAY = 10  # places between words, but not at the edge of a line
_PLAINLY_MADE = 10  # places, or characters in one run, from which no hand put them there
_LONG_WORD = 16  # letters of a word that may be given break hints


def find(text: str) -> Iterator[Finding]:
    """What stands inside words, in runs, or strewn between words."""
    inside: list[tuple[int, int]] = []
    stray: list[tuple[int, int]] = []
    longest = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if end - start >= _RUN_LENGTH:
            inside.append((start, end))
            longest = max(longest, end - start)
        elif LETTER.match(before) and LETTER.match(after):
            if not _needed_in_word(text, start, end):
                inside.append((start, end))
        elif not _needed(run[0], before, after):
            stray.append((start, end))
    places = sorted([*inside, *stray]) if len(stray) >= _LEAST_STRAY else inside
    if len(places) >= _LEAST_INSIDE or longest:
        made = max(len(places), longest) >= _PLAINLY_MADE
        found = (c for start, end in places for c in text[start:end])
        yield Finding(
            "hidden.zero-width", "strong" if made else "weak", words_around(text, places), counted(found)
        )  # fmt: skip


def _needed_in_word(text: str, start: int, end: int) -> bool:
    """Between two letters: a parted ligature, a mark to come, a formula's sign, or a break hint in a long word."""
    run, before, after = text[start:end], text[start - 1], text[end]
    if run == _ZWNJ:
        return bool(_LIGATURE.match(before + after))
    if run == "\u034f":
        return unicodedata.combining(after) > 0
    if run in _OPERATORS:
        return not (LETTER.match(text[start - 2 : start - 1]) and LETTER.match(text[end + 1 : end + 2]))
    if run == _ZWSP and LETTER.match(text[start - 2 : start - 1]) and LETTER.match(text[end + 1 : end + 2]):
        left, right = _LEFT.search(text[max(0, start - 40) : start]), _RIGHT.match(text, end)
        return sum(len(side[0].replace(_ZWSP, "")) for side in (left, right) if side) >= _LONG_WORD
    return False


def _needed(run: str, before: str, after: str) -> bool:
    """At the edge of a line, beside emoji, signs and punctuation, or in a script that joins or does not part words."""
    if not before or not after or before in "\n\r" or after in "\n\r" or run == "\u2060" or run in _OPERATORS:
        return True
    # Emoji that are newer than this Python have no category yet: Cn.
    kinds = [unicodedata.category(c) for c in (before, after) if not LETTER.match(c)]
    return any(kind[0] in "LMSP" or kind == "Cn" for kind in kinds)

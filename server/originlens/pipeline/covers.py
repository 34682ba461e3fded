"""What a leftover covers: the passage that a reader would say it stands in. Offsets are code points of the block.

A chatbot's leftover shows that text passed through its interface, so it marks more than its own characters, and
less than a block of any length. The passage is its paragraph: what blank lines part, or line breaks where the text
was not wrapped by hand. Of a paragraph with more than MOST_WORDS words it is the whole sentences around the string,
as many on each side as there is room for. Passages that overlap are one, whichever rules found them. A heading or a
list item beside it is a paragraph of its own. What is only mentioned covers nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from originlens.answer import Evidence
from originlens.text.sentences import sentences
from originlens.text.words import words

MOST_WORDS = 120  # about the longest paragraph of an ordinary article
_NARROWEST, _WIDEST = 40, 140  # characters of the longest line of a text that was wrapped by hand
_REACH = 600  # characters on each side of a string whose sentence alone has more than MOST_WORDS
_BLANK_LINE = re.compile(r"\n\s*\n")
_Span = tuple[int, int]


def with_covers(text: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The same evidence, in order; each leftover in use has its `covers` in `text`, the block that its spans count."""
    uses = [one for one in evidence if _is_use(one)]
    if not uses:
        return list(evidence)
    passages = _merged(_around(text, sorted({span for one in uses for span in one.spans})))
    starts = [start for start, _ in passages]
    counts = [len(words(text[start:end])) for start, end in passages]

    def covers(one: Evidence) -> tuple[tuple[int, int, int], ...]:
        within = sorted({bisect_right(starts, start) - 1 for start, _ in one.spans})
        return tuple((*passages[i], counts[i]) for i in within)

    return [replace(one, covers=covers(one)) if _is_use(one) else one for one in evidence]


def _is_use(one: Evidence) -> bool:
    return one.kind == "residue" and one.strength != "none" and bool(one.spans)


def _around(text: str, spans: Sequence[_Span]) -> Iterator[_Span]:
    """The passage of each span; both in order."""
    paragraphs = list(_paragraphs(text))
    ends = [end for _, end in paragraphs]
    cut: dict[_Span, list[tuple[int, int, int]]] = {}
    for start, end in spans:
        # A string may reach over a line break; what lies between its paragraphs then belongs to it.
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        paragraph = (
            min(start, paragraphs[first][0]) if first < len(paragraphs) else start,
            max(end, paragraphs[last][1]) if last < len(paragraphs) else end,
        )
        if paragraph not in cut:
            cut[paragraph] = _sentences(text, *paragraph)
        yield _window(text, cut[paragraph], start, end)


def _paragraphs(text: str) -> Iterator[_Span]:
    """Start and end of each paragraph, without the space around it, in order."""
    at = 0
    for gap in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        yield from _lines(text, at, gap[0])
        at = gap[1]


def _lines(text: str, start: int, end: int) -> Iterator[_Span]:
    """What line breaks part, but for those at which somebody's editor wrapped: the next word had no room there."""
    lines = text[start:end].split("\n")
    longest = max(map(len, lines))
    by_hand = _NARROWEST <= longest <= _WIDEST
    begin = at = start
    for i, line in enumerate(lines):
        stop = at + len(line)
        following = lines[i + 1].split(maxsplit=1) if i + 1 < len(lines) else []
        wrapped = by_hand and bool(following) and len(line.rstrip()) + 1 + len(following[0]) > longest
        at = stop + 1
        if not wrapped:
            if stripped := text[begin:stop].strip():
                begin += len(text[begin:stop]) - len(text[begin:stop].lstrip())
                yield begin, begin + len(stripped)
            begin = at


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Start, end and words of each sentence; at least one word each, so that few of them fit."""
    found = ((start + first, start + last) for first, last in sentences(text[start:end]))
    return [(first, last, max(1, len(words(text[first:last])))) for first, last in found]


def _window(text: str, cut: Sequence[tuple[int, int, int]], start: int, end: int) -> _Span:
    """The sentences that start to end touches, and their neighbours on both sides while all have MOST_WORDS at most."""
    if not cut:  # nothing but spaces
        return start, end
    first = max(0, bisect_right(cut, start, key=lambda one: one[0]) - 1)
    last = max(first, bisect_left(cut, end, key=lambda one: one[0]) - 1)
    room = MOST_WORDS - sum(count for _, _, count in cut[first : last + 1])
    if room < 0:
        return _cut_at_spaces(text, (cut[first][0], cut[last][1]), start, end)
    grown = True
    while grown:
        grown = False
        if first and cut[first - 1][2] <= room:
            first, grown = first - 1, True
            room -= cut[first][2]
        if last + 1 < len(cut) and cut[last + 1][2] <= room:
            last, grown = last + 1, True
            room -= cut[last][2]
    return min(start, cut[first][0]), max(end, cut[last][1])


def _cut_at_spaces(text: str, within: _Span, start: int, end: int) -> _Span:
    """At most _REACH characters on each side of start to end, and no half words where the script has spaces."""
    low, high = max(within[0], start - _REACH), min(within[1], end + _REACH)
    if low > within[0]:
        low = text.find(" ", low, start) + 1 or low
    if high < within[1] and (space := text.rfind(" ", end, high)) > 0:
        high = space
    return min(low, start), max(high, end)


def _merged(passages: Iterator[_Span]) -> list[_Span]:
    """Passages that overlap are one; in order."""
    found: list[_Span] = []
    for start, end in sorted(passages):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found

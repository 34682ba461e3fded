"""Cut normalised text into sentences, as half-open spans that cover it but for the spaces between."""

import re

_BOUNDARY = re.compile(
    r"""[.!?\u2026]+["')\]]*(\s+)(?=["'(\[]?[^\W_a-z]|["'(\[]?\d)|[\u3002\uff01\uff1f]+["'\u300d\u300f)]*(\s*)"""
    r"""|[^\s](\n[^\S\n]*\n\s*)"""  # a blank line ends whatever stands before it
)
# A full stop behind one of these does not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|cf|No|Fig|Inc|Ltd|Jr|Sr|Gen|Col|Rev|approx)|\.[A-Za-z])\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order; empty for a blank text."""
    spans = []
    begin = 0
    for match in _BOUNDARY.finditer(text):
        gap = match.lastindex or 1
        if (
            gap == 1
            and text[match.start()] == "."
            and _ABBREVIATION.search(text, max(0, match.start() - 8), match.start() + 1)
        ):
            continue
        spans.append((begin, match.start(gap)))
        begin = match.end()
    if text[begin:].strip():
        spans.append((begin, len(text)))
    return spans

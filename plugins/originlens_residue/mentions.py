"""Tells a mention from a use: a string in quotation marks or in code is talked about, not left behind."""

import re
from bisect import bisect_left

# Longer quotations are rare, and a stray mark must not silence the rest of a line.
_QUOTED = re.compile(
    r"```[^`]{0,4000}+```"
    r"|`{1,2}+[^`\n]{1,400}+`{1,2}+"
    r'|"[^"\n]{0,400}+"'
    r"|“[^“”\n]{0,400}+”"
    r"|„[^„“”\n]{0,400}+[“”]"
    r"|«[^«»\n]{0,400}+»"
    r"|‘(?:[^‘’\n]|’(?=\w)){0,400}+’(?!\w)"
    r"|(?<!\w)'(?:[^'\n]|'(?=\w)){1,400}+'(?!\w)"
)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Start and end (code points, quotation marks included) of what stands in quotation marks or backticks."""
    return [match.span() for match in _QUOTED.finditer(text)]


def is_mention(start: int, end: int, quoted: list[tuple[int, int]]) -> bool:
    """Whether start to end lies inside one of the quotations, which are in order."""
    before = bisect_left(quoted, (start, 0)) - 1
    return before >= 0 and end < quoted[before][1]

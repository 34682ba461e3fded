"""Tells HTML that a tree parser would take too long over: for each start tag it looks through all that are open."""

import re
from itertools import accumulate

MOST_STEPS = 20_000_000  # start tags times depth; some tens of milliseconds
_FEW = 4000  # tags; their square is within the limit
# Elements that have no content, or that the next of their kind closes, add no depth.
_FLAT = frozenset({
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "rp", "rt", "source", "td", "th", "tr", "track", "wbr",
})  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40}+)")


def too_deep(html: str) -> bool:
    """Whether parsing the HTML could take much longer than its length suggests."""
    if html.count("<") <= _FEW:
        return False
    steps = [-1 if slash else 1 for slash, name in _TAG.findall(html) if name.lower() not in _FLAT]
    return len(steps) * max(accumulate(steps), default=0) > MOST_STEPS

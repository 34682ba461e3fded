"""Spaces of unusual width that stand between ordinary words in place of a plain space.

Left alone: no-break and thin spaces beside figures, signs, quotation marks and dashes, as French, SI units and
typesetters have them; the ideographic space; em and en spaces, which are for layout; Mongolian suffixes.
"""

import re
from collections.abc import Iterator

from originlens_hidden.finding import LETTERS, Finding, counted, words_around

CHARACTERS = frozenset(
    "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3164"
)
_TYPOGRAPHIC = frozenset("\u2000\u2001\u2002\u2003\u2007\u2009\u200a")  # em, en, figure, thin and hair
_BETWEEN = re.compile(f"(?<=[{LETTERS}])[{''.join(sorted(CHARACTERS))}](?=[{LETTERS}])")
_LEAST = 3


def find(text: str) -> Iterator[Finding]:
    """Three places or more, unless all are one width that typesetters use."""
    places = [match.span() for match in _BETWEEN.finditer(text)]
    kinds = {text[start] for start, _ in places}
    if len(places) >= _LEAST and (len(kinds) > 1 or not kinds <= _TYPOGRAPHIC):
        detail = f"in place of plain spaces: {counted(text[start] for start, _ in places)}"
        yield Finding("hidden.spaces", "weak", words_around(text, places), detail)

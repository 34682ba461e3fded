"""Tells whether a pattern costs a bounded time at each place of a text, whatever the text."""

from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to see what a pattern can repeat
from typing import Any

MOST_REPEATS = 400  # the most that one quantifier may take


def unbounded(pattern: str, longest: int) -> list[str]:
    """What in the pattern could take more than a bounded time, or a match longer than `longest`; empty: nothing.

    A possessive quantifier never gives back what it took, and an optional part has two ways only.
    """
    parsed = _parser.parse(pattern)
    found = list(_unbounded(parsed))
    if not found and parsed.getwidth()[1] > longest:
        found.append(f"a match may be {parsed.getwidth()[1]} characters long; expected at most {longest}")
    return found


def _unbounded(parsed: Any) -> Iterator[str]:
    for operation, value in parsed:
        if operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[1] > max(value[0], 1):
            yield f"{{{value[0]},{value[1]}}} is not possessive"
        if operation is _constants.POSSESSIVE_REPEAT and value[1] > MOST_REPEATS:
            yield f"{{{value[0]},{value[1]}}}+ takes more than {MOST_REPEATS}"
        if operation in (_constants.GROUPREF, _constants.GROUPREF_EXISTS):
            yield "a back-reference"
        for part in value if isinstance(value, tuple | list) else (value,):
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, _parser.SubPattern):
                    yield from _unbounded(inner)

"""Holds the rules to their own examples: what must match, alone, and what must not."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from originlens_residue.rules import LEAD, Rules

LONGEST_EXAMPLE = 2000  # characters


def failures(tables: Iterable[dict[str, Any]], rules: Rules, used: Callable[[str], list[str]]) -> Iterator[str]:
    """What does not hold, one line each. `used`: the ids of the rules used, not mentioned, in a text."""
    of = {rule.id: rule for rule in rules.rules}
    for table in tables:
        name = table["id"]
        for example in [*table["must_match"], *table["must_not_match"]]:
            if len(example) > LONGEST_EXAMPLE:
                yield f"rule {name}: an example has {len(example)} characters; expected at most {LONGEST_EXAMPLE}"
        for example in table["must_match"]:
            match = of[name].pattern.search(example)
            matched = match[0] if match else ""
            places = [matched.find(hint) for hint in of[name].hints if hint in matched]
            if matched and not places:
                yield f"rule {name}: no hint is part of {matched!r}"
            elif places and min(places) > LEAD:
                yield f"rule {name}: its hint begins {min(places)} characters into {matched!r}; at most {LEAD}"
            elif used(example) != [name]:
                yield f"rule {name}: must match alone in {example!r}, and {used(example) or 'nothing'} does"
        for example in table["must_not_match"]:
            if name in used(example):
                yield f"rule {name}: must not match {example!r}"

"""rules.toml -> rules, and the one pass that finds them all in a text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from originlens.contract import FAMILIES, Family, Strength

_STRENGTHS = ("proof", "strong", "weak")


@dataclass(frozen=True, slots=True)
class Rule:
    """One string that an interface leaves behind; the keys of rules.toml that matter when reading."""

    id: str
    pattern: str  # without capturing groups
    strength: Strength
    hints: tuple[str, ...]  # every match holds one of them, in lower case
    vendor: str | None
    family: Family | None
    links: bool  # also looked for in the addresses of a document's links

    @property
    def maker(self) -> str | None:
        """The family or, where there is none, the vendor: what counts as one maker."""
        return self.family or self.vendor


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule found in a text, from `start` to `end` in code points."""

    rule: Rule
    start: int
    end: int


class Rules:
    """Rules compiled into one pattern. Where several match at one place, the first in the file counts."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._hints = tuple({hint for rule in rules for hint in rule.hints})
        self._pattern = re.compile("|".join(f"({rule.pattern})" for rule in rules))

    def find(self, text: str) -> Iterator[Hit]:
        """The hits in `text`, in order, none overlapping."""
        lowered = text.lower()
        if not any(hint in lowered for hint in self._hints):
            return
        for match in self._pattern.finditer(text):
            assert match.lastindex is not None
            yield Hit(self.rules[match.lastindex - 1], match.start(), match.end())


def load(file: Path) -> Rules:
    """Read rules.toml. Raises ValueError that names the rule and what is wrong with it."""
    tables = tomllib.loads(file.read_text("utf-8")).get("rule", [])
    if not tables:
        raise ValueError(f"{file.name} has no [[rule]]")
    return Rules(tuple(_rule(table) for table in tables))


def _rule(table: dict[str, Any]) -> Rule:
    name = table.get("id", "without id")
    for key in ("id", "pattern", "strength", "hints"):
        if key not in table:
            raise ValueError(f"rule {name}: {key} is missing")
    if table["strength"] not in _STRENGTHS:
        raise ValueError(f"rule {name}: strength is {table['strength']!r}; expected one of {', '.join(_STRENGTHS)}")
    if table.get("family") not in (None, *FAMILIES):
        raise ValueError(f"rule {name}: family is {table['family']!r}; expected one of {', '.join(FAMILIES)}")
    try:
        groups = re.compile(table["pattern"]).groups
    except re.error as error:
        raise ValueError(f"rule {name}: {error}") from error
    if groups:
        raise ValueError(f"rule {name}: use (?:...) in place of (...)")
    return Rule(
        name, table["pattern"], table["strength"], tuple(table["hints"]),
        table.get("vendor"), table.get("family"), table.get("links", False),
    )  # fmt: skip

"""rules.toml -> rules, and the one pass that finds them all in a text."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ahocorasick_rs

from originlens.contract import FAMILIES, Family, Strength
from originlens_residue.bounded import unbounded

LEAD = 64  # a rule's hint begins at most so many characters after its match does
LONGEST_MATCH = 1000  # characters; bounded.py sees to it
_STRENGTHS = ("strong", "weak")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One string that an interface leaves behind; the keys of rules.toml that matter when reading."""

    id: str
    pattern: re.Pattern[str]
    strength: Strength
    hints: tuple[str, ...]  # every match holds one of them
    vendor: str | None
    family: Family | None
    links: bool  # an address: also looked for in a document's links
    inline: bool  # may be part of a sentence of the author's
    edge: bool  # in use at the edge of a line alone; elsewhere it is told where it is a mention

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

    def may_be_used(self, text: str) -> bool:
        """Whether it stands where the rule's string can be a leftover."""
        return (
            not self.rule.edge
            or text[self.start - 1 : self.start] in ("", "\n")
            or text[self.end : self.end + 1] in ("", "\n")
        )


class Rules:
    """Rules behind one Aho-Corasick automaton of their hints. Where several match at one place, the first counts.

    A text of 5,000 words is dismissed in 0.1 ms; `re` needs 115 ms for the patterns as one alternation, and 1.2 ms for
    looking the hints up one after another.
    """

    def __init__(self, version: str, rules: tuple[Rule, ...]) -> None:
        self.version, self.rules = version, rules
        hints = sorted({hint for rule in rules for hint in rule.hints})
        self._of_hint = [[rank for rank, rule in enumerate(rules) if hint in rule.hints] for hint in hints]
        self._hints = ahocorasick_rs.AhoCorasick(hints, implementation=ahocorasick_rs.Implementation.DFA)

    def find(self, text: str) -> list[Hit]:
        """The hits in `text`, in order, none overlapping."""
        try:
            hints = self._hints.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate
            text = _SURROGATE.sub("\ufffd", text)
            hints = self._hints.find_matches_as_indexes(text, overlapping=True)
        found: list[tuple[int, int, int]] = []
        done = [0] * len(self.rules)
        for hint, at, end in hints:
            for rank in self._of_hint[hint]:
                if end <= done[rank]:
                    continue
                pattern = self.rules[rank].pattern
                for start in range(max(done[rank], at - LEAD), at + 1):
                    if (match := pattern.match(text, start)) and match.end() >= end:
                        found.append((start, rank, match.end()))
                        done[rank] = match.end()
                        break
        hits: list[Hit] = []
        for start, rank, stop in sorted(found):
            if not hits or start >= hits[-1].end:
                hits.append(Hit(self.rules[rank], start, stop))
        return hits


def read(file: Path) -> dict[str, Any]:
    """The tables of rules.toml. Raises ValueError that says what is missing."""
    tables = tomllib.loads(file.read_text("utf-8"))
    if not isinstance(tables.get("version"), int):
        raise ValueError(f"{file.name}: version is {tables.get('version')!r}; expected a whole number")
    if not tables.get("rule"):
        raise ValueError(f"{file.name} has no [[rule]]")
    return tables


def load(tables: dict[str, Any]) -> Rules:
    """The rules of tables that were read. Raises ValueError that names the rule and what is wrong with it."""
    rules = tuple(_rule(table) for table in tables["rule"])
    if len({rule.id for rule in rules}) < len(rules):
        raise ValueError("two rules have the same id")
    return Rules(str(tables["version"]), rules)


def _rule(table: dict[str, Any]) -> Rule:
    name = table.get("id", "without id")
    for key in ("id", "pattern", "strength", "hints", "why", "source", "must_match", "must_not_match"):
        if not table.get(key):
            raise ValueError(f"rule {name}: {key} is missing")
    if table["strength"] not in _STRENGTHS:
        raise ValueError(f"rule {name}: strength is {table['strength']!r}; expected {' or '.join(_STRENGTHS)}")
    if table.get("family") not in (None, *FAMILIES):
        raise ValueError(f"rule {name}: family is {table['family']!r}; expected one of {', '.join(FAMILIES)}")
    try:
        pattern = re.compile(table["pattern"])
    except re.error as error:
        raise ValueError(f"rule {name}: {error}") from error
    if problems := unbounded(table["pattern"], LONGEST_MATCH):
        raise ValueError(f"rule {name}: {problems[0]}")
    return Rule(
        name, pattern, table["strength"], tuple(table["hints"]), table.get("vendor"), table.get("family"),
        table.get("links", False), table.get("inline", False), table.get("edge", False),
    )  # fmt: skip

"""The list of sites is well formed: every selector parses, every kind is known, every name is used once."""

import re

import pytest

from tests.extension.chromium import EXTENSION

pytestmark = pytest.mark.asyncio(loop_scope="session")

BROKEN = """() => {
  const { SITES, ANYWHERE, ASKED, DATE } = originlens.rules;
  const all = SITES.flatMap(({ seen, units, leaveOut }) => [seen, leaveOut, ...Object.values(units)]);
  return [...all, ...Object.values(ANYWHERE), ASKED, DATE].filter((selector) => {
    try { return selector && (document.querySelector(selector), false); } catch { return true; }
  });
}"""


async def test_every_selector_can_be_asked(blank) -> None:
    page = await blank("", "rules.js")
    assert await page.evaluate(BROKEN) == []


async def test_every_rule_names_its_units_by_known_kinds(blank) -> None:
    types = (EXTENSION / "messages.d.ts").read_text("utf-8")
    union = re.search(r"type UnitKind = ([^;]+);", types)
    assert union
    page = await blank("", "rules.js")
    rules = await page.evaluate("originlens.rules.SITES")
    assert {kind for rule in rules for kind in rule["units"]} <= set(re.findall(r'"(\w+)"', union[1]))
    assert all(rule["units"] for rule in rules)
    names = [rule["name"] for rule in rules]
    assert len(set(names)) == len(names)

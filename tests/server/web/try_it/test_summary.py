"""The page and the command line say the same of the same answer."""

import json
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Page

from originlens.cli.sentences import headline, of_page, summary, words

WIRE = Path(__file__).parents[3] / "wire"
SCRIPT = """async ([words, page]) => {
    const { headline, lines } = await import("/summary.js");
    return [headline(page), ...lines(words, page).map((line) => line.textContent)];
}"""
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_command_line_says_the_same(page: Page) -> None:
    human = {"kind": "declared", "found": "declared.human", "detail": "meta", "vendor": None, "strength": "weak"}
    signed = {"kind": "signed", "found": "c2pa.valid", "detail": "", "vendor": "Maker", "strength": "proof"}
    wish = human | {"found": "optout.tdm", "strength": "none"}
    kinds = {"residue": {"blocks": 2, "tokens": 9}, "hidden": {"blocks": 1, "tokens": 1}}
    line = json.loads((WIRE / "scan_response.json").read_text("utf-8"))["page"]
    marks = ([], [wish], [human, wish], [human, signed], [signed])
    for tested, flagged, marked in product((0, 1, 5, 2000), (0, 1, 2), marks):
        line |= {"blocks": tested + 2, "tested": tested, "flagged": min(tested, flagged), "false_alarms": 0.0001234}
        line |= {"expected_by_chance": tested * 0.0001234}
        line |= {"evidence": marked, "kinds": kinds if tested else {}}
        said = await page.evaluate(SCRIPT, [words(), line])
        assert said[:-1] == [headline(line), *of_page(line), *summary(line)]

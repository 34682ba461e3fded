"""The page and the command line say the same of the same answer."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page

from originlens.cli.sentences import headline, summary, words

WIRE = Path(__file__).parents[3] / "wire"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("tested", [0, 1, 5])
@pytest.mark.parametrize("flagged", [0, 1, 2])
async def test_the_command_line_says_the_same(page: Page, tested: int, flagged: int) -> None:
    declared = {"kind": "declared", "found": "tdm", "detail": "meta generator", "vendor": "Maker"}
    line = json.loads((WIRE / "scan_response.json").read_text("utf-8"))["page"]
    counts = {"blocks": 7, "tested": tested, "flagged": min(tested, flagged), "expected_by_chance": tested * 0.001}
    kinds = {"residue": {"blocks": 2, "tokens": 9}, "hidden": {"blocks": 1, "tokens": 1}}
    line |= counts | {"evidence": [declared], "kinds": kinds, "false_alarms": 0.0001234}
    script = """async ([words, page]) => {
        const { headline, lines } = await import("/summary.js");
        return [headline(page), ...lines(words, page).map((line) => line.textContent)];
    }"""
    said = await page.evaluate(script, [words(), line])
    assert said[:-1] == [headline(line), *summary(line)]

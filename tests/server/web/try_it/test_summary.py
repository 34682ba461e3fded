"""The page and the command line say the same of the same answer."""

import json
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Page

from originlens.cli.sentences import contradiction, headline, of_page, shows_ai, summary, words

WIRE = Path(__file__).parents[3] / "wire"
SCRIPT = """async ([words, cases]) => {
    const { headline, lines } = await import("/summary.js");
    return cases.map(([page, blocks]) => [headline(page), ...lines(words, page, blocks).map((line) => line.textContent)]);
}"""
pytestmark = pytest.mark.asyncio(loop_scope="module")

HUMAN = {"kind": "declared", "found": "declared.human", "detail": "meta", "vendor": None, "strength": "weak"}
LABEL = HUMAN | {"found": "declared.label.en.no-ai"}
AI = HUMAN | {"found": "declared.ai"}
SIGNED = {"kind": "signed", "found": "c2pa.valid", "detail": "", "vendor": "Maker", "strength": "proof"}
WISH = HUMAN | {"found": "optout.tdm", "strength": "none"}


async def test_the_command_line_says_the_same(page: Page) -> None:
    kinds = {"residue": {"blocks": 2, "tokens": 9}, "hidden": {"blocks": 1, "tokens": 1}}
    line = json.loads((WIRE / "scan_response.json").read_text("utf-8"))["page"]
    of_whole = ([], [WISH], [HUMAN, WISH], [HUMAN, SIGNED], [SIGNED])
    of_block = ([], [HUMAN, LABEL], [AI], [HUMAN | {"kind": "watermark"}], [SIGNED, WISH])
    cases = [
        (
            line
            | {"blocks": tested + 2, "tested": tested, "flagged": min(tested, flagged), "false_alarms": 0.0001234}
            | {"expected_by_chance": tested * 0.0001234, "kinds": kinds if tested else {}, "evidence": marks},
            [{"evidence": []}, {"evidence": found}],
        )
        for tested, flagged, marks, found in product((0, 1, 5, 2000), (0, 1, 2), of_whole, of_block)
    ]
    for (told, blocks), said in zip(cases, await page.evaluate(SCRIPT, [words(), cases]), strict=True):
        disagree = contradiction(told, blocks_show_ai=any(shows_ai(block["evidence"]) for block in blocks))
        assert said[:-1] == [headline(told), *of_page(told), *disagree, *summary(told)]

"""The report counts what was judged and says where findings stand as shares of the page."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_answers_are_summed_by_verdict_and_reason(blank) -> None:
    page = await blank("", "report.js")
    answers = [
        {"verdict": "llm", "tokens": 80, "reason": None},
        {"verdict": "too_short", "tokens": 4, "reason": {"code": "too_short"}},
        {"verdict": "too_short", "tokens": 5, "reason": {"code": "too_short"}},
    ]
    assert await page.evaluate("(answers) => originlens.report.sums(answers)", answers) == {
        "judged": 3, "words": 89, "checks": {"llm": 1, "too_short": 2}, "reasons": {"too_short": 2},
    }  # fmt: skip


async def test_places_are_shares_of_the_whole_page(blank) -> None:
    page = await blank("<div style='height:4000px'></div>", "report.js")
    places = """() => {
      document.documentElement.style.height = "4000px"; document.body.style.margin = 0; scrollTo(0, 1000);
      const finding = { block: "b1", start: 4, kinds: ["signed"], verdict: null };
      return originlens.report.places([finding, { ...finding, block: "gone" }],
        ({ block }) => (block === "gone" ? [] : [new DOMRect(0, 1000, 9, 40), new DOMRect(0, 1040, 9, 360)]));
    }"""
    place = {"block": "b1", "start": 4, "kinds": ["signed"], "verdict": None, "top": 0.5, "height": 0.1}
    assert await page.evaluate(places) == [place]


async def test_batches_are_joined_and_keep_what_the_page_itself_carries(blank) -> None:
    page = await blank("", "report.js")
    first = {"detectors": ["a"], "milliseconds": 5, "evidence": [{"kind": "declared"}]}
    second = {"detectors": ["a", "b"], "milliseconds": 7, "evidence": []}
    join = "([first, second]) => originlens.report.joined(originlens.report.joined(null, first), second)"
    assert await page.evaluate(join, [first, second]) == second | {"milliseconds": 12, "evidence": first["evidence"]}

"""An answer of the wire contract becomes findings: one for each flagged stretch, proof first."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIRE = Path(__file__).parents[1] / "wire"
OF = "([block, answer]) => originlens.findings.of(block, answer)"
REQUEST = json.loads((WIRE / "scan_request.json").read_text("utf-8"))["blocks"]
RESPONSE = json.loads((WIRE / "scan_response.json").read_text("utf-8"))["blocks"]


async def test_a_flagged_passage_is_one_finding_with_marks_before_statistics(blank) -> None:
    page = await blank("", "findings.js")
    (finding,) = await page.evaluate(OF, [REQUEST[0], RESPONSE[0]])
    assert finding["kinds"] == ["residue", "statistical"]
    assert [row["detector"] for row in finding["evidence"]] == ["chatbot-leftovers", "minilm-en"]
    assert (finding["block"], finding["start"], finding["end"]) == ("b1", 0, 246)
    assert finding["text"] == REQUEST[0]["text"][:246]


async def test_an_abstention_is_no_finding(blank) -> None:
    page = await blank("", "findings.js")
    assert await page.evaluate(OF, [REQUEST[1], RESPONSE[1]]) == []


async def test_a_mark_outside_flagged_passages_stands_alone(blank) -> None:
    page = await blank("", "findings.js")
    mark = RESPONSE[0]["evidence"][1]
    answer = RESPONSE[0] | {
        "verdict": "no_sign",
        "passages": [{"start": 0, "end": 246, "verdict": "no_sign", "p_value": 0.3}],
    }
    (finding,) = await page.evaluate(OF, [REQUEST[0], answer])
    assert (finding["kinds"], finding["evidence"], finding["start"]) == (["residue"], [mark], 230)


async def test_what_says_nothing_of_origin_is_told_beside_a_finding_and_is_none_itself(blank) -> None:
    page = await blank("", "findings.js")
    mention = RESPONSE[0]["evidence"][1] | {"strength": "none"}
    quiet = RESPONSE[0] | {"passages": [], "evidence": [mention]}
    assert await page.evaluate(OF, [REQUEST[0], quiet]) == []
    (finding,) = await page.evaluate(OF, [REQUEST[0], RESPONSE[0] | {"evidence": [mention]}])
    assert (finding["kinds"], finding["evidence"]) == (["statistical"], [mention])


async def test_a_mark_without_a_place_concerns_the_whole_block(blank) -> None:
    page = await blank("", "findings.js")
    answer = RESPONSE[1] | {"evidence": [RESPONSE[0]["evidence"][1] | {"spans": []}]}
    (finding,) = await page.evaluate(OF, [REQUEST[1], answer])
    assert (finding["start"], finding["end"]) == (0, len(REQUEST[1]["text"]))


async def test_unclear_passages_are_no_finding(blank) -> None:
    page = await blank("", "findings.js")
    answer = RESPONSE[0] | {
        "evidence": [],
        "passages": [{"start": 0, "end": 246, "verdict": "unclear", "p_value": 0.01}],
    }
    assert await page.evaluate(OF, [REQUEST[0], answer]) == []


async def test_flagged_passages_that_follow_each_other_are_one_stretch(blank) -> None:
    page = await blank("", "findings.js")
    cuts = [(0, 95, "llm"), (96, 140, "llm"), (141, 180, "no_sign"), (181, 246, "llm")]
    passages = [{"start": start, "end": end, "verdict": verdict, "p_value": 0.01} for start, end, verdict in cuts]
    answer = RESPONSE[0] | {"passages": passages, "evidence": []}
    found = await page.evaluate(OF, [REQUEST[0], answer])
    assert [(one["start"], one["end"], one["kinds"]) for one in found] == [
        (0, 140, ["statistical"]),
        (181, 246, ["statistical"]),
    ]

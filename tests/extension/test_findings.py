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
    assert (finding["kinds"], finding["evidence"], finding["start"]) == (["residue"], [mark], 0)
    older = {key: value for key, value in mark.items() if key not in ("covers", "family")}
    (finding,) = await page.evaluate(OF, [REQUEST[0], answer | {"evidence": [older]}])
    assert (finding["evidence"], finding["start"]) == ([older], 230)  # of a daemon that tells no passage
    assert finding["origin"] == answer["origin"]


async def test_what_says_nothing_of_origin_is_told_beside_a_finding_and_is_none_itself(blank) -> None:
    page = await blank("", "findings.js")
    mention = RESPONSE[0]["evidence"][1] | {"strength": "none"}
    quiet = RESPONSE[0] | {"passages": [], "evidence": [mention]}
    assert await page.evaluate(OF, [REQUEST[0], quiet]) == []
    (finding,) = await page.evaluate(OF, [REQUEST[0], RESPONSE[0] | {"evidence": [mention]}])
    assert (finding["kinds"], finding["evidence"]) == (["statistical"], [mention])


async def test_a_mark_without_a_place_concerns_the_whole_block(blank) -> None:
    page = await blank("", "findings.js")
    answer = RESPONSE[1] | {"evidence": [RESPONSE[0]["evidence"][1] | {"spans": [], "covers": []}]}
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


BLOCK = {
    "id": "b1",
    "text": "One two three four five six seven eight nine ten",
    "parts": [],
    "unit": "passage",
    "lang": "en",
}
FLAGGED = {"start": 0, "end": 18, "verdict": "llm", "p_value": 0.0004}  # One two three four


def leftover(start: int, end: int, *covers: tuple[int, int], **more: object) -> dict[str, object]:
    places = [{"start": first, "end": last} for first, last in covers]
    return RESPONSE[0]["evidence"][1] | {"spans": [{"start": start, "end": end}], "covers": places} | more


def answered(*evidence: dict[str, object], flagged: bool = False) -> dict[str, object]:
    return RESPONSE[0] | {"passages": [FLAGGED] if flagged else [], "evidence": list(evidence), "origin": None}


async def test_leftovers_of_one_passage_are_one_finding_that_counts_its_words_once(blank) -> None:
    page = await blank("", "findings.js")
    passage = (4, 23)  # two three four five
    hidden = leftover(9, 10, kind="hidden")
    marks = [
        leftover(4, 7, passage),
        leftover(14, 18, passage, found="other"),
        hidden,
        leftover(20, 21, strength="none"),
    ]
    (finding,) = await page.evaluate(OF, [BLOCK, answered(*marks)])
    assert (finding["start"], finding["end"], finding["kinds"]) == (*passage, ["residue", "hidden"])
    assert len(finding["evidence"]) == 4
    assert finding["carries"] == {"residue": 4, "hidden": 1}


@pytest.mark.parametrize(
    ("passage", "places"),
    [
        ((4, 13), [(0, 18, ["residue", "statistical"], {"statistical": 4, "residue": 2})]),
        ((4, 19), [(0, 18, ["residue", "statistical"], {"statistical": 4, "residue": 3})]),  # and a space
        (
            (8, 33),
            [(0, 18, ["residue", "statistical"], {"statistical": 4}), (8, 33, ["residue"], {"residue": 5})],
        ),
    ],
)
async def test_a_passage_that_reaches_out_of_a_flagged_stretch_is_told_in_both_and_counted_in_one(
    blank, passage, places
) -> None:
    page = await blank("", "findings.js")
    found = await page.evaluate(OF, [BLOCK, answered(leftover(9, 12, passage), flagged=True)])
    assert [(one["start"], one["end"], one["kinds"], one["carries"]) for one in found] == places


async def test_a_maker_is_told_of_what_its_mark_marks_and_a_guess_of_what_is_flagged(blank) -> None:
    page = await blank("", "findings.js")
    marked, guess = leftover(34, 38, (24, 48)), {"family": "google", "vendor": None, "probability": 0.6}
    named = {"family": "openai", "vendor": "ChatGPT", "probability": None}

    async def origins(*marks: dict[str, object], **more: object) -> list[object]:
        return [one["origin"] for one in await page.evaluate(OF, [BLOCK, answered(*marks, flagged=True) | more])]

    assert await origins(marked, origin=named) == [None, named]
    assert await origins(marked, origin=guess) == [guess, named]
    assert await origins(marked | {"strength": "weak"}, origin=None) == [None, None]
    proof = marked | {"strength": "proof", "family": "xai", "vendor": "Grok"}
    assert (await origins(marked, proof))[1] == {"family": "xai", "vendor": "Grok", "probability": None}

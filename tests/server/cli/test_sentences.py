"""The sentences for people. tests/server/web/try_it/test_summary.py checks that the page's JavaScript says the same."""

import json
import typing
from pathlib import Path
from typing import Any

import pytest

from originlens.answer import Undone, Verdict
from originlens.cli.sentences import (
    contradiction,
    counted,
    family,
    figure,
    headline,
    kinds_found,
    of_page,
    shows_ai,
    statistics,
    summary,
    words,
)
from originlens.contract import FAMILIES, Kind, Strength

WIRE = json.loads((Path(__file__).parents[2] / "wire/scan_response.json").read_text("utf-8"))


def page(**changes: Any) -> dict[str, Any]:
    return WIRE["page"] | changes


def test_every_value_of_the_contract_has_its_words() -> None:
    assert set(words()["kinds"]) == set(typing.get_args(Kind))
    assert set(words()["strengths"]) == set(typing.get_args(Strength))
    assert set(words()["undone"]) == {"title", *typing.get_args(Undone)}
    assert set(words()["families"]) == set(FAMILIES)
    assert set(words()["verdicts"]) == set(words()["explained"]) == set(typing.get_args(Verdict))


def test_the_order_of_kinds_puts_proof_above_suspicion() -> None:
    assert list(words()["kinds"]) == ["signed", "watermark", "residue", "declared", "hidden", "statistical"]


@pytest.mark.parametrize(
    ("value", "shown"), [(2500.4, "2,500"), (0.00012345, "0.00012"), (0.00001, "0.00001"), (1000, "1,000"), (0, "0")]
)
def test_figures_have_two_digits_and_no_exponent(value: float, shown: str) -> None:
    assert figure(value) == shown


@pytest.mark.parametrize(
    ("tested", "flagged", "said"),
    [
        (0, 0, "The statistics could test nothing here"),
        (1, 0, "The one paragraph tested is not flagged"),
        (1, 1, "The one paragraph tested is flagged"),
        (5, 0, "None of 5 paragraphs tested is flagged"),
        (5, 1, "1 of 5 paragraphs tested is flagged"),
        (2000, 2, "2 of 2,000 paragraphs tested are flagged"),
    ],
)
def test_headline_counts_and_never_blends(tested: int, flagged: int, said: str) -> None:
    assert headline(page(tested=tested, flagged=flagged)) == said


def mark(kind: str, found: str, strength: str = "strong", vendor: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "found": found, "strength": strength, "detail": "", "vendor": vendor}


def test_summary_says_rate_chance_marks_and_what_was_left_out() -> None:
    assert list(summary(page())) == [
        "Found in the text itself: leftover in 1 paragraph (52 words).",
        "With at most 1 in 1,000 human texts flagged by mistake, chance alone would flag 0.001 of it.",
        "1 paragraph could not be tested; the reason stands beside it.",
        words()["meanings"]["residue"],
        words()["caution"],
    ]


def test_the_page_is_told_apart_with_kind_and_strength() -> None:
    declared = mark("declared", "declared.ai") | {"detail": "The page says so"}
    wish = mark("declared", "optout.ai", "none")
    assert list(of_page(page(evidence=[declared, wish], kinds={}))) == [
        "Declared, strong sign: The page says so",
        "Declared, says nothing of origin: optout.ai",
    ]
    assert list(of_page(page(evidence=[wish], kinds={}))) == ["Declared, says nothing of origin: optout.ai"]
    assert kinds_found(page(evidence=[declared, wish])) == ["residue", "declared"]


def test_every_kind_but_statistics_has_its_meaning() -> None:
    assert set(words()["meanings"]) == set(typing.get_args(Kind)) - {"statistical"}


HUMAN = mark("declared", "declared.human", "weak")


@pytest.mark.parametrize(
    ("of_page", "of_blocks", "contradicts"),
    [
        ([HUMAN], [], False),
        ([HUMAN], [mark("residue", "chatgpt.oaicite")], True),
        ([HUMAN], [mark("residue", "chatgpt.oaicite", "none")], False),
        ([HUMAN], [mark("watermark", "synthid", "proof")], True),
        ([HUMAN], [mark("hidden", "hidden.tags")], False),
        ([HUMAN], [mark("declared", "declared.ai")], True),
        ([HUMAN], [HUMAN], False),
        ([HUMAN], [mark("declared", "declared.label.en.no-ai", "weak")], False),
        ([HUMAN], [mark("declared", "declared.label.en.written-by", "weak")], True),
        ([HUMAN, mark("declared", "declared.ai")], [], True),
        ([HUMAN, mark("declared", "optout.ai", "none")], [], False),
        ([HUMAN, mark("signed", "c2pa.valid", "proof", "GPT-5")], [], True),
        ([HUMAN, mark("signed", "c2pa.valid", "proof")], [], False),
        ([mark("declared", "declared.ai")], [mark("residue", "chatgpt.oaicite")], False),
    ],
)
def test_marks_that_contradict_each_other_are_told_to_do_so(of_page: Any, of_blocks: Any, contradicts: bool) -> None:
    said = contradiction(page(evidence=of_page), blocks_show_ai=shows_ai(of_blocks))
    assert said == ([words()["contradiction"]] if contradicts else [])


def test_summary_without_a_flag_says_that_this_proves_nothing() -> None:
    assert list(summary(page(flagged=0, kinds={})))[-1] == words()["absence"]
    assert list(summary(page(flagged=0)))[-1] == words()["marked"]  # a leftover was found: that is a sign
    wish = mark("declared", "optout.ai", "none")
    assert list(summary(page(flagged=0, kinds={}, evidence=[wish])))[-1] == words()["absence"]
    assert "proves nothing" in words()["absence"]


def test_statistics_prefer_the_detectors_fact_then_the_p_value() -> None:
    block = WIRE["blocks"][0]
    assert statistics(block) == [block["evidence"][0]["detail"]]
    assert statistics(block | {"evidence": []}) == ["About 1 in 2,500 human texts of this length looks like this."]
    assert statistics(block | {"evidence": [], "p_value": None}) == [words()["explained"]["llm"]]


def test_statistics_give_the_reason_of_every_abstention() -> None:
    reason = {"code": "rate_too_strict", "sentence": "1 in 1,000,000 is stricter than the calibration reaches."}
    unclear = WIRE["blocks"][0] | {"verdict": "unclear", "evidence": [], "reason": reason}
    assert statistics(unclear)[-1] == reason["sentence"]
    assert statistics(WIRE["blocks"][1]) == ["2 words; at least 30 are needed."]
    assert statistics(WIRE["blocks"][1] | {"reason": None, "verdict": "no_sign"}) == [words()["explained"]["no_sign"]]


def test_family_is_named_or_guessed() -> None:
    assert family({"family": "openai", "vendor": "ChatGPT", "probability": None}) == "OpenAI (ChatGPT)"
    assert "probability 0.62" in family({"family": "qwen", "vendor": None, "probability": 0.617})


def test_counted_takes_the_plural() -> None:
    assert (counted(1, "word"), counted(2000, "word")) == ("1 word", "2,000 words")

"""From p-values and marks to what the reader is told."""

import pytest

from originlens.answer import Evidence
from originlens.contract import FAMILIES
from originlens.pipeline.verdict import Judged, abstain, judge, reason

SPANS = [(0, 100, 50), (101, 200, 50), (201, 300, 50), (301, 400, 50)]
MARK = Evidence("leftovers", "residue", "chatgpt.oaicite", "strong", ((3, 9),), family="openai", vendor="ChatGPT")


def verdict(block: float, passages: list[float], rate: float = 0.001, least: float = 0.0001, **more: object):  # type: ignore[no-untyped-def]
    judged = [Judged("minilm", block, tuple(passages), least, **more)]  # type: ignore[arg-type]
    return judge("b", 200, "en", SPANS, judged, (block, passages), rate, [])


def test_all_passages_stand_out() -> None:
    answer = verdict(0.0005, [0.0005, 0.02, 0.05, 0.001])
    assert answer.verdict == "llm"
    assert [e.kind for e in answer.evidence] == ["statistical"]
    assert "1 in 2,000" in answer.evidence[0].detail


@pytest.mark.parametrize(
    ("p", "told"), [(1 / 1208, "1 in 1,200"), (1 / 1999, "1 in 1,900"), (0.0099, "1 in 100 "), (0.3, "1 in 3 ")]
)
def test_rarity_is_told_with_two_figures_and_never_rounded_up(p: float, told: str) -> None:
    assert told in verdict(p, [p] * 4, rate=0.5).evidence[0].detail


def test_one_passage_stands_out() -> None:
    answer = verdict(0.0005, [0.5, 0.0005, 0.6, 0.9])
    assert answer.verdict == "mixed"
    assert [(p.start, p.end, p.verdict, p.p_value) for p in answer.passages] == [
        (0, 100, "no_sign", None), (101, 200, "llm", 0.0005), (201, 400, "no_sign", None),
    ]  # fmt: skip
    assert answer.evidence[0].spans == ((101, 200),)


def test_the_block_stands_out_only_as_a_whole() -> None:
    assert verdict(0.0005, [0.3, 0.3, 0.3, 0.3]).verdict == "llm"


def test_just_above_the_rate_is_no_sign_and_leaves_no_suspicion() -> None:
    answer = verdict(0.0011, [0.0011, 0.01, 0.01, 0.01])
    assert (answer.verdict, answer.evidence, answer.p_value) == ("no_sign", (), 0.0011)
    assert {p.verdict for p in answer.passages} == {"no_sign"}


def test_a_rate_that_the_calibration_cannot_promise() -> None:
    answer = verdict(0.002, [0.002] * 4, rate=0.001, least=0.002)
    assert (answer.verdict, answer.p_value) == ("unclear", None)
    assert answer.reason is not None
    assert answer.reason.code == "rate_too_strict"
    assert answer.reason.sentence == (
        "Too few human texts of this length are known to promise 1 false alarm in 1,000: 499, and 999 are needed."
    )


def test_a_mark_changes_no_verdict_and_names_the_origin() -> None:
    judged = [Judged("minilm", 0.9, (0.9,) * 4, 0.0001)]
    answer = judge("b", 200, "en", SPANS, judged, (0.9, [0.9] * 4), 0.001, [MARK])
    assert answer.verdict == "no_sign"
    assert answer.origin is not None
    assert (answer.origin.family, answer.origin.vendor, answer.origin.probability) == ("openai", "ChatGPT", None)


def test_an_abstention_keeps_its_marks() -> None:
    answer = abstain("b", 3, "und", reason("too_short", words=3, least=30), [MARK])
    assert (answer.verdict, answer.evidence) == ("too_short", (MARK,))
    assert answer.reason is not None
    assert answer.reason.sentence == "3 words; at least 30 are needed."


@pytest.mark.parametrize(("least_probability", "named"), [(0.5, "google"), (0.999, None)])
def test_a_family_is_named_only_where_it_is_sure(least_probability: float, named: str | None) -> None:
    logits = tuple(4.0 if family == "google" else 0.0 for family in FAMILIES)
    answer = verdict(0.0005, [0.0005] * 4, families=(logits,) * 4, least_probability=least_probability)
    assert (answer.origin.family if answer.origin else None) == named


def test_no_family_where_nothing_is_flagged() -> None:
    logits = tuple(9.0 if family == "google" else 0.0 for family in FAMILIES)
    assert verdict(0.5, [0.5] * 4, families=(logits,) * 4, least_probability=0.1).origin is None


def test_a_mark_that_is_only_talked_about_names_no_origin() -> None:
    mention = Evidence("leftovers", "residue", "chatgpt.oaicite", "none", ((3, 9),), family="openai", vendor="ChatGPT")
    answer = abstain("b", 2, "en", reason("too_short", words=2, least=30), [mention])
    assert (answer.origin, answer.evidence) == (None, (mention,))

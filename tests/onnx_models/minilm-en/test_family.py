"""When a family is named; made-up logits, no model."""

import sys

import pytest

from originlens import bundles

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import calibrate, family, genres

from tests.onnx_models.recipe_stand_ins import scored


def guess(name, truth, said, chance=0.9, source="s", **fields):
    answers = tuple((said, chance) for _ in family._TEMPERATURES)
    return family.Guess(scored(name, 9.0, role="llm", family=truth, source=source, **fields), answers)


def many(n, truth, said, **fields):
    return [guess(f"{truth}{said}{i}", truth, said, **fields) for i in range(n)]


def test_a_rule_is_right_nine_times_in_ten_or_there_is_none():
    assert family.fit(many(80, "google", "google")) is not None
    assert family.fit([*many(80, "google", "google"), *many(20, "meta", "google")]) is None
    assert family.fit(many(10, "google", "google")) is None


def test_a_rule_keeps_to_what_is_sure():
    sure, unsure = many(80, "google", "google", chance=0.9), many(80, "meta", "google", chance=0.5)
    rule = family.fit([*sure, *unsure])
    assert [name for _, name in family.named([*sure, *unsure], rule)] == ["google"] * 80


def test_a_large_source_does_not_outweigh_the_others():
    large, small = many(900, "openai", "openai", source="large"), many(90, "meta", "openai", source="small")
    assert family.fit([*large, *small]) is None


def test_a_source_is_judged_by_a_rule_that_never_saw_it():
    good, bad = many(80, "google", "google", source="good"), many(80, "meta", "google", source="bad")
    judged = family.leave_one_out([*good, *bad])
    assert judged["good"][1].hits == 0  # fitted on "bad" alone there is no rule
    assert judged["bad"][0].value == 0.0
    assert judged["bad"][1].hits == 80


@pytest.mark.parametrize("said", ["google", "openai"])
def test_the_likeliest_family_comes_from_the_verdict_itself(said):
    human = [scored(f"h{i}", -1 + i / 200, role="scan" if i % 4 == 0 else "calibrate") for i in range(400)]
    made = calibrate.calibrate(human, genres.writers, "", "")
    (found,) = family.guesses([scored("x", 9.0, role="llm", family="google", said=said), *human], made)
    assert {name for name, _ in found.said} == {said}
    chances = [chance for _, chance in found.said]
    assert chances == sorted(chances, reverse=True)  # a higher temperature is less sure


@pytest.mark.parametrize(
    ("model", "tune"),
    [
        ("vicuna-33b-v1.3", "vicuna"), ("claude2-alpaca-13b", "alpaca"), ("Llama-3-8B-WizardLM-196K", "wizardlm"),
        ("Llama3-PBM-Nova-70B", "llama-3"), ("mai-ds-r1-fp8", "deepseek-r1"), ("platolm-7b", "other"),
    ],
)  # fmt: skip
def test_a_tune_is_known_by_its_name(model, tune):
    assert family.tune(model) == tune

"""Evidence in plain words: proof above suspicion, each for itself, and what could not be said."""

import json
import re

import pytest
import pytest_asyncio

from tests.extension.chromium import EXTENSION

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = {
    key: one["message"] for key, one in json.loads((EXTENSION / "_locales/en/messages.json").read_text("utf-8")).items()
}
# What the browser gives to an extension, for a page that is none.
I18N = """(words) => {
  window.chrome ??= {};
  chrome.i18n = {
    getMessage: (key, values = []) => (words[key] ?? "").replace(/\\$(\\d)/g, (_, at) => values[at - 1] ?? ""),
    getUILanguage: () => "en-GB",
  };
}"""
ROW = {"detector": "d", "found": "f", "spans": [], "strength": "weak", "detail": "", "vendor": None, "p_value": None}
CHANCE = "By chance about 1 in 1,000,000 texts would seem to bear it."
STATISTIC = ROW | {"kind": "statistical", "p_value": 0.0004}
WATERMARK = ROW | {"kind": "watermark", "strength": "proof", "vendor": "Gemini", "p_value": 1e-6}
HIDDEN = ROW | {"kind": "hidden", "detail": "3 zero-width spaces"}
FINDING = {"block": "b1", "start": 0, "end": 4, "text": "text", "verdict": "llm", "p_value": 0.0004, "origin": None}
SHOW = """(finding) => {
  document.body.replaceChildren(...originlens.evidence.show(finding));
  return document.body.innerText.split("\\n").filter(Boolean);
}"""


def finding(*evidence: dict, **more) -> dict:
    return FINDING | {"evidence": list(evidence), "kinds": [one["kind"] for one in evidence]} | more


@pytest_asyncio.fixture(loop_scope="session")
async def show(blank):
    page = await blank("", "evidence.js")
    await page.evaluate(I18N, WORDS)
    return lambda one: page.evaluate(SHOW, one)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (finding(STATISTIC), ["Suspicion", "Statistics a suspicion, no proof",
                              "About 1 in 2,500 human texts of this length looks like this."]),
        (finding(STATISTIC | {"p_value": None}, p_value=None, verdict="mixed"), [
            "Suspicion", "Statistics a suspicion, no proof", WORDS["chance_unknown"], WORDS["says_mixed"]]),
        (finding(WATERMARK, HIDDEN, STATISTIC, origin={"family": "google", "vendor": "Gemini", "probability": None}), [
            "Found in the text", "Watermark proof", WORDS["says_watermark"], "Names Gemini.", CHANCE,
            "Cannot be seen", "Hidden characters weak sign", WORDS["says_hidden"], "3 zero-width spaces",
            "Suspicion", "Statistics a suspicion, no proof", "About 1 in 2,500 human texts of this length looks like this.",
            "Family: Google (Gemini) named by a mark in the text"]),
        (finding(WATERMARK, reason={"code": "not_prose", "sentence": "x"}, p_value=None, verdict=None), [
            "Found in the text", "Watermark proof", WORDS["says_watermark"], "Names Gemini.", CHANCE,
            f"Statistics: not judged. {WORDS['reason_not_prose']}"]),
    ],
    ids=["suspicion", "part", "all", "unchecked"],
)  # fmt: skip
async def test_rows_are_told_strongest_first_and_never_summed(one, told, show) -> None:
    assert await show(one) == told


HUMAN = ROW | {"kind": "declared", "found": "declared.human"}
LABEL_HUMAN = HUMAN | {"found": "declared.label.en.no-ai"}
AI = HUMAN | {"found": "declared.ai"}
LEFTOVER = ROW | {"kind": "residue", "strength": "strong"}


@pytest.mark.parametrize(
    ("evidence", "passages", "told"),
    [
        ([HUMAN, LEFTOVER], None, True), ([HUMAN, WATERMARK], None, True), ([HUMAN, STATISTIC, HIDDEN], None, False),
        ([HUMAN, HUMAN], None, False), ([HUMAN, LABEL_HUMAN], None, False), ([LEFTOVER, WATERMARK], None, False), ([HUMAN | {"strength": "none"}, LEFTOVER], None, False),
        ([HUMAN, LEFTOVER | {"strength": "none"}], None, False), ([HUMAN, LEFTOVER], [], False),
        ([HUMAN, AI], [], True), ([HUMAN, AI | {"strength": "none"}], [], False),
        ([HUMAN, ROW | {"kind": "signed", "vendor": "Gemini"}], [], True), ([HUMAN, ROW | {"kind": "signed"}], [], False),
        ([HUMAN], [LEFTOVER], True), ([HUMAN], [AI], True), ([HUMAN], [STATISTIC, HIDDEN], False),
        ([HUMAN], [HUMAN], False), ([HUMAN], [LABEL_HUMAN], False), ([HUMAN], [HUMAN, WATERMARK], True),
    ],
)  # fmt: skip
async def test_marks_that_contradict_each_other_say_so(evidence, passages, told, blank) -> None:
    page = await blank("", "evidence.js")
    await page.evaluate(I18N, WORDS)
    script = "([one, passages]) => originlens.evidence.show(one, passages ?? undefined).map((row) => row.innerText).join('\\n')"
    assert (WORDS["contradiction"] in await page.evaluate(script, [finding(*evidence), passages])) == told


@pytest.mark.parametrize(
    ("p", "words"), [(0.0004, "2,500"), (0.001, "1,000"), (0.00013, "7,700"), (0.5, "2"), (3e-7, "3,300,000")]
)
async def test_a_p_value_is_told_as_one_in_so_many(p, words, blank) -> None:
    page = await blank("", "evidence.js")
    await page.evaluate(I18N, WORDS)
    assert await page.evaluate("(p) => originlens.evidence.oneIn(p)", p) == words


async def test_what_a_text_quotes_is_shown_as_text(show) -> None:
    told = await show(
        finding(ROW | {"kind": "residue", "strength": "strong", "detail": "<img src=x onerror=alert(1)>"})
    )
    assert "<img src=x onerror=alert(1)>" in told[3].replace("“", "").replace("”", "")


async def test_the_card_wears_the_colours_of_every_surface() -> None:
    light, dark = (EXTENSION / "surface/tokens.css").read_text("utf-8").split("@media")
    card = (EXTENSION / "content/card.js").read_text("utf-8")
    blocks = re.findall(r"const (TOKENS|DARK) = `([^`]+)`", card)
    assert [name for name, _ in blocks] == ["TOKENS", "DARK"]
    for (_, values), source in zip(blocks, (light, dark), strict=True):
        for name, value in re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", values):
            assert f"{name}: {value};" in source

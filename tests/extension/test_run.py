"""Text nodes become blocks; the boxes of a unit become one block, cut where it grows too long."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIND = """() => [...originlens.blocks.find(document.body, {
    seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} }, originlens.units.create(""))]
  .filter(Boolean).map(({ text, unit, parts }) => ({ text, unit, parts: parts.map(({ start, end }) => text.slice(start, end)) }))"""
BEES = "My aunt kept bees behind the garage."
CATS = "Her <b>cats</b> slept under the hives."


async def test_the_boxes_of_a_unit_are_one_block_of_which_each_part_knows_its_place(blank) -> None:
    page = await blank(f"<div class=comment><p>{BEES}</p><p>{CATS}</p></div>", "blocks.js")
    (block,) = await page.evaluate(FIND)
    assert block == {
        "text": f"{BEES}\n\nHer cats slept under the hives.",
        "unit": "comment",
        "parts": [BEES, "Her ", "cats", " slept under the hives."],
    }


async def test_a_long_unit_is_cut_between_boxes(blank) -> None:
    paragraph = f"<p>{' '.join([BEES] * 20)}</p>"  # 140 words
    page = await blank(f"<div class=comment>{paragraph * 4}</div>", "blocks.js")
    assert [len(block["text"].split()) for block in await page.evaluate(FIND)] == [420, 140]


async def test_an_answer_inside_a_unit_is_a_unit_of_its_own(blank) -> None:
    html = (
        f"<div class=comment><p>{BEES}</p><div class=comment><p>{CATS}</p></div><p>That was in May, I think.</p></div>"
    )
    page = await blank(html, "blocks.js")
    assert [block["text"] for block in await page.evaluate(FIND)] == [
        "Her cats slept under the hives.",
        f"{BEES}\n\nThat was in May, I think.",
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "<a href=#>Anna of the hill</a>",
        "<time>three hours ago today</time>",
        "<a href=#>Reply to this</a> <a href=#>Share it now</a>",
        "helga<br>posts: 41",
    ],
)
async def test_names_dates_and_links_are_no_part_of_a_comment(furniture, blank) -> None:
    page = await blank(f"<div class=comment><div>{furniture}</div><p>{BEES}</p></div>", "blocks.js")
    assert [block["text"] for block in await page.evaluate(FIND)] == [BEES]


async def test_invisible_characters_of_a_signature_stay_at_both_ends(blank) -> None:
    page = await blank("<p>\ufeff\ufe00\ufe01My aunt kept bees.\u200b\ufeff \n</p>", "blocks.js")
    assert [block["text"] for block in await page.evaluate(FIND)] == [
        "\ufeff\ufe00\ufe01My aunt kept bees.\u200b\ufeff"
    ]


async def test_words_of_scripts_without_spaces_are_counted_by_character(blank) -> None:
    page = await blank("", "run.js")
    counted = await page.evaluate(
        "['one, two', '\u6211\u4eec', '', 'caf\u00e9 3rd \U0001f600'].map(originlens.run.words)"
    )
    assert counted == [2, 2, 0, 2]

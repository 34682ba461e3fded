"""What the page paints: exact highlights, proof above suspicion, absence and abstention in words, text as text."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.server.web.try_it.typed import LEFTOVER, LONG, scan

pytestmark = pytest.mark.asyncio(loop_scope="module")
SENTENCE = "2 words; at least 30 are needed."


async def test_offsets_are_utf16_and_proof_stands_above_suspicion(page: Page) -> None:
    await scan(page, LONG.replace("important", "important, of all kinds,"))
    await expect(page.locator("mark.exact")).to_have_text(LEFTOVER)
    assert "".join(await page.locator("mark.llm.found").all_inner_texts()) == LONG.replace(
        "important", "important, of all kinds,"
    )  # the passage around it
    labels = await page.locator(".note .label").all_inner_texts()
    assert labels == ["Signature", "Watermark", "Leftover", "Declared", "Statistics", "Family"]
    await expect(page.locator(".note").last).to_contain_text("named by a mark, for its passage")
    await expect(page.locator(".note").last).to_contain_text("OpenAI (ChatGPT)")
    numbers = await page.locator("article .ref").all_inner_texts()
    assert numbers == ["1", "2", "3", "4"]
    await page.get_by_text("Figures").click()
    await expect(page.locator(".figures")).to_contain_text("q-value, over the whole text\n0.0008", use_inner_text=True)


async def test_a_mark_on_flagged_text_leaves_the_line_of_the_statistics_above_it(page: Page) -> None:
    lines = """(all) => all.map((mark) => getComputedStyle(mark))
      .map(({ borderTopStyle, textDecorationStyle }) => [borderTopStyle, textDecorationStyle])"""
    await scan(page, LONG)
    await expect(page.locator("mark.llm.found.exact")).to_be_visible()
    assert await page.locator("mark").evaluate_all(lines) == [
        ["solid", "double"],
        ["solid", "solid"],
        ["solid", "double"],
    ]
    await scan(page, LONG.replace("important", "good"))  # nothing is flagged
    await expect(page.locator("mark.llm")).to_have_count(0)
    assert await page.locator("mark").evaluate_all(lines) == [["none", "double"], ["none", "solid"], ["none", "double"]]


async def test_what_is_only_talked_about_is_told_and_not_painted(page: Page) -> None:
    await scan(page, f"In this paragraph of ours the string {LEFTOVER} is only talked about, and so it is a mention.")
    await expect(page.locator(".note").first).to_contain_text("says nothing of origin")
    await expect(page.locator("mark")).to_have_count(0)


async def test_what_was_undone_before_scoring_is_listed_with_the_figures(page: Page) -> None:
    await scan(page, "The bus was late\u200b again so we walked\u200b home along the canal in the rain.")
    await page.get_by_text("Figures").click()
    await expect(page.locator(".figures")).to_contain_text("Undone before scoring")
    await expect(page.locator(".figures")).to_contain_text("invisible characters: 2")


async def test_abstention_and_absence_are_said_in_words(page: Page) -> None:
    await scan(page, "Too short.\n\nThe bus was late again so we walked home along the canal in the rain.")
    await expect(page.locator("article").first).to_contain_text(SENTENCE)
    await expect(page.locator("article").last).to_contain_text("That proves nothing")
    await expect(page.locator("mark")).to_have_count(0)
    await expect(page.get_by_role("heading", name="The one paragraph tested is not flagged")).to_be_visible()
    assert "human-written" not in (await page.locator("body").inner_text()).lower()
    assert not re.search(r"\d\s?%", await page.locator("body").inner_text())


async def test_hostile_text_stays_text(page: Page) -> None:
    hostile = '</script><img src=x onerror="document.title=1"> it is important to keep this a text and nothing else'
    await scan(page, hostile)
    await expect(page.locator("mark.llm")).to_have_text(hostile)
    await expect(page.locator("article img")).to_have_count(0)

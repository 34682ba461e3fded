"""The page as a newcomer uses it: example, rate, pause, file, keyboard alone."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.server.web.try_it.typed import LEFTOVER, LONG, scan

pytestmark = pytest.mark.asyncio(loop_scope="module")
FACT = "About 1 in 2,500 human texts of this length looks at least this much like an LLM's."


async def test_example_is_highlighted_with_the_evidence_beside_it(page: Page, fake: Any) -> None:
    await page.get_by_role("button", name="In a chatbot’s manner").click()
    await expect(page.get_by_role("heading", name="3 of 3 paragraphs tested are flagged")).to_be_visible()
    assert await page.locator("mark.exact").all_inner_texts() == [LEFTOVER]
    passage = "".join(await page.locator("mark.found").all_inner_texts())
    assert passage == fake.requests[-1]["blocks"][1]["text"]  # the passage that the leftover marks
    half = page.locator("article").nth(2).locator("mark")
    await expect(half).to_have_text(re.compile(r"^Ultimately, the key lies .* of long-term success\.$"))
    await expect(page.locator("#example-note")).to_be_visible()
    assert [block["id"] for block in fake.requests[-1]["blocks"]] == ["p1", "p2", "p3"]
    assert fake.requests[-1]["offsets"] == "utf-16"
    text = await page.locator("#result").inner_text()
    assert FACT in text
    assert "chance alone would flag 0.003 of them" in text
    assert "leftover in 1 paragraph" in text


async def test_nothing_testable_is_said_plainly(page: Page) -> None:
    await scan(page, "Too short.")
    await expect(page.get_by_role("heading", name="The statistics could test nothing here")).to_be_visible()


async def test_pause_and_rate_scan_without_a_press(page: Page, fake: Any) -> None:
    await page.get_by_label("Text to scan").fill(LONG)
    await expect(page.locator("mark.exact")).to_be_visible()
    await page.get_by_label("At most 1 in 10,000").check()
    await expect(page.locator("#lines")).to_contain_text("at most 1 in 10,000 human texts")
    assert [request["false_alarms"] for request in fake.requests] == [0.001, 0.0001]
    await page.get_by_role("button", name="Clear").click()
    await expect(page.locator("#result")).to_be_hidden()


async def test_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the text field")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.get_by_label("Text to scan").focus()
    await page.keyboard.insert_text(LONG)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("mark.exact")).to_be_visible()
    await expect(page.locator("#headline")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Note 1")).to_be_focused()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.querySelector(':target').id") == "note-1"


async def test_a_file_is_read_by_the_daemon_and_other_kinds_are_refused(page: Page, fake: Any) -> None:
    file = page.locator("#file")
    await file.set_input_files({"name": "Letter.DOCX", "mimeType": "", "buffer": LONG.encode()})
    await expect(page.locator("mark.exact")).to_be_visible()
    await file.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    await expect(page.get_by_role("alert")).to_contain_text("the file holds no text")
    await file.set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": b"PK"})
    await expect(page.get_by_role("alert")).to_contain_text("This file cannot be read here")
    assert [kind.rpartition("/")[2].rpartition(".")[2] for kind in fake.files] == ["document", "pdf"]


async def test_detectors_that_failed_are_listed_with_their_remedy(page: Page) -> None:
    await page.get_by_text("Detectors in use: minilm-en").click()
    await expect(page.locator("#detectors")).to_contain_text("Install it again, or ask its maker.")
    await page.get_by_text("Pair the browser extension").click()
    await expect(page.get_by_text("originlens pair", exact=True)).to_be_visible()

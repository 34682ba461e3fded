"""What the page asks of the daemon, and what it says when the daemon is busy, stopped or breaks off."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.server.web.try_it.typed import LONG, scan

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_paragraphs_are_painted_as_they_arrive(page: Page, fake: Any) -> None:
    fake.gate.clear()
    await scan(page, f"{LONG}\n\nToo short.")
    await expect(page.locator("article[data-verdict]")).to_have_count(2)
    await expect(page.get_by_role("heading", name="Reading…")).to_be_visible()
    await expect(page.locator("#progress")).to_be_visible()
    fake.gate.set()
    await expect(page.get_by_role("heading", name="The one paragraph tested is flagged")).to_be_visible()
    await expect(page.locator("#progress")).to_be_hidden()


async def test_busy_daemon_shows_what_and_what_to_do(page: Page, fake: Any) -> None:
    said = {
        "title": "The queue is full",
        "status": 429,
        "detail": "20,000 passages wait",
        "code": "busy",
        "remedy": "-",
    }
    fake.problem = (429, said)
    await scan(page, LONG)
    problem = page.get_by_role("alert")
    await expect(problem).to_contain_text("The queue is full")
    await expect(problem).to_contain_text("20,000 passages wait")
    await expect(problem).to_contain_text("Try again in 3 seconds.")
    fake.problem = None
    await problem.get_by_role("button", name="Try again").click()
    await expect(page.locator("mark.exact")).to_be_visible()
    await expect(problem).to_be_hidden()


async def test_stopped_daemon_and_broken_answer(page: Page, fake: Any) -> None:
    fake.breaks_off = True
    await scan(page, LONG)
    await expect(page.get_by_role("alert")).to_contain_text("The answer broke off")
    await expect(page.locator("mark.exact")).to_be_visible()  # what had arrived is final and stays
    assert fake.server is not None
    await fake.server.close()
    await page.get_by_role("button", name="Scan the text").click()
    await expect(page.get_by_role("alert")).to_contain_text("The daemon does not answer")
    await expect(page.get_by_role("alert").locator("code")).to_have_text("originlens serve")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One.\n\n\n \nTwo.\r\n\r\nThree.", ["One.", "Two.", "Three."]),
        ("wrapped by hand\nat forty characters", ["wrapped by hand\nat forty characters"]),
        ("x" * 200 + "\nTwo.", ["x" * 200, "Two."]),
        ("  \n\n ", []),
        ("A lone \ud800 half", ["A lone \ufffd half"]),
    ],
)
async def test_a_text_becomes_paragraphs(page: Page, text: str, parts: list[str]) -> None:
    script = """async (text) => (await import("/scan.js")).paragraphs(text).map((block) => block.text)"""
    units = [ord(character) for character in text]
    decoded = await page.evaluate(f"(units) => ({script})(String.fromCharCode(...units))", units)
    assert decoded == parts


async def test_a_page_without_a_token_says_where_to_open_it(page: Page, fake: Any) -> None:
    fake.problem = (401, {"title": "A token is needed", "status": 401, "detail": "/v1/scan needs one", "remedy": "-"})
    await scan(page, LONG)
    await expect(page.get_by_role("alert")).to_contain_text("reload the page")
    await page.evaluate("document.querySelector('meta[name=originlens-token]').content = ''")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_contain_text("in a tab of its own")

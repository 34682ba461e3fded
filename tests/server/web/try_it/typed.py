"""What the tests type into the page, and how they have it scanned."""

from playwright.async_api import Page

LEFTOVER = ":contentReference[oaicite:2]{index=2}"
LONG = f"It is important to say 🙂 that this sentence carries a mark {LEFTOVER} and then it goes on."


async def scan(page: Page, text: str) -> None:
    """Type a text and press the button."""
    await page.get_by_label("Text to scan").fill(text)
    await page.get_by_role("button", name="Scan the text").click()

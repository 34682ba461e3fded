"""How the page looks: contrast of the palette, no overflow, pictures of every state for people to look at."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = Path(__file__).parents[4]
WIRE = ROOT / "tests/wire"
ARTEFACTS = ROOT / "tests/artefacts"
TOKENS = (ROOT / "server/originlens/web/try_it/tokens.css").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800, 1400])
async def test_nothing_overflows_and_pictures_are_kept(browser: Browser, fake: Any, width: int, scheme: Any) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page = await browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    await page.goto(fake.address)
    await expect(page.locator("#version")).to_have_text("0.1.0")
    await page.screenshot(path=ARTEFACTS / f"try-it-empty-{width}-{scheme}.png", full_page=True)
    await page.get_by_role("button", name="In a chatbot’s manner").click()
    await expect(page.locator("#lines .asked")).to_be_visible()
    await page.screenshot(path=ARTEFACTS / f"try-it-chatbot-{width}-{scheme}.png", full_page=True)
    await page.get_by_role("button", name="In a person’s manner").click()
    await expect(page.locator("#headline")).to_contain_text("None of 2")
    await page.screenshot(path=ARTEFACTS / f"try-it-person-{width}-{scheme}.png", full_page=True)
    fake.problem = (400, json.loads((WIRE / "problem.json").read_text("utf-8")))
    await page.get_by_role("button", name="Scan the text").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.screenshot(path=ARTEFACTS / f"try-it-problem-{width}-{scheme}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") == width


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_palette_meets_wcag_aa(scheme: str) -> None:
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in TOKENS.split("@media"))
    palette = light if scheme == "light" else dark
    grounds = ("paper", "sheet", "suspicion-tint", "mark-tint")
    for ground in grounds:
        assert contrast(palette["ink"], palette[ground]) >= 7, ground
        assert contrast(palette["accent"], palette[ground]) >= 4.5, ground
    for ground in grounds[:2]:
        assert contrast(palette["ink-soft"], palette[ground]) >= 4.5, ground
        assert contrast(palette["edge"], palette[ground]) >= 3, ground
    assert contrast(palette["on-accent"], palette["accent"]) >= 4.5
    for hue in ("suspicion", "mark"):
        for ground in (f"{hue}-tint", "paper"):
            assert contrast(palette[f"{hue}-line"], palette[ground]) >= 3, (hue, ground)

"""Every kind has a line of its own, so that nothing depends on colour; quiet paints nothing; paper is left alone."""

import re

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

CSS = "(wanted) => originlens.look.css({ mode: 'highlight', look: 'tint', kinds: null, ...wanted })"


async def test_no_two_kinds_of_one_colour_share_a_line_and_none_is_red_or_green(blank) -> None:
    page = await blank("", "look.js")
    css = await page.evaluate(CSS, {})
    lines = re.findall(r"((?:under|over)line \w+ \w+)", css)
    assert len(lines) == len(set(lines)) == len(await page.evaluate("originlens.look.LAYERS")) == 9
    for red, green, blue in re.findall(r"#(\w\w)(\w\w)(\w\w)", css):
        strongest, weakest = max(int(red, 16), int(green, 16)), min(int(red, 16), int(green, 16))
        assert strongest < 2 * weakest or int(blue, 16) > strongest


async def test_only_the_kinds_that_are_wanted_are_drawn(blank) -> None:
    page = await blank("", "look.js")
    css = await page.evaluate(CSS, {"kinds": ["statistical"]})
    assert set(re.findall(r"originlens-(\w+)", css)) == {"statistical", "mixed", "beside", "focus"}
    css = await page.evaluate(CSS, {"kinds": ["residue"]})
    assert set(re.findall(r"originlens-(\w+)", css)) == {"residue", "exact", "focus"}


@pytest.mark.parametrize(
    ("wanted", "there", "missing"),
    [
        ({"mode": "quiet"}, "", "originlens"),
        ({"mode": "dim"}, "currentColor 60%", "background-color: rgb(196"),
        ({"look": "line"}, "underline dashed", "background-color: rgb(196"),
        ({}, "@media not print", "display"),
    ],
)
async def test_each_mode_has_its_own_sheet(wanted, there, missing, blank) -> None:
    page = await blank("", "look.js")
    css = await page.evaluate(CSS, wanted)
    assert there in css
    assert missing not in css

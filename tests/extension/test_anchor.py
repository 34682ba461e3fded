"""Offsets of a block's text lead back to the same characters of the page, or nowhere."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """() => { window.block = [...originlens.blocks.find(document.body, {
    seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} }, originlens.units.create(""))].find(Boolean); return block.text; }"""
RANGES = "([start, end]) => originlens.anchor.ranges(block, { start, end }).map((range) => range.toString())"


@pytest.mark.parametrize(
    ("html", "words", "expected"),
    [
        ("<p>  A dog\n\n  barked <b>all</b> night.</p>", "dog barked all", ["dog\n\n  barked ", "all"]),
        ("<p>\U0001f600\U0001f600 e\u0301 a\u200bb then words</p>", "e\u0301 a\u200bb", ["e\u0301 a\u200bb"]),
        ("<p>one <code>x y z</code> two three four</p>", "one two", ["one ", "two"]),
        ("<p style='white-space:pre'>one  two\nthree</p>", "two\nthree", ["two\nthree"]),
    ],
)
async def test_a_span_becomes_the_ranges_of_its_text(html, words, expected, blank) -> None:
    page = await blank(html, "blocks.js")
    text = await page.evaluate(SETUP)
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    end = start + len(words.encode("utf-16-le")) // 2
    assert await page.evaluate(RANGES, [start, end]) == expected


@pytest.mark.parametrize(
    "change",
    [
        "document.querySelector('b').firstChild.data = 'some'",
        "document.querySelector('b').remove()",
        "document.querySelector('p').innerHTML += ''",
    ],
)
async def test_changed_text_has_no_ranges(change, blank) -> None:
    page = await blank("<p>A dog barked <b>all</b> night.</p>", "blocks.js")
    await page.evaluate(SETUP)
    await page.evaluate(change)
    assert await page.evaluate(RANGES, [0, 5]) == []

"""The blocks of the page: new ones come, old ones stay themselves, and what left the page goes."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """(html) => {
  document.body.innerHTML = html;
  window.events = [];
  const read = new Map();
  const walk = { seen: (box, unit) => read.has(box) && read.get(box) !== unit, enter: (box, root) => read.set(box, root),
    skip() {}, hide() {}, host() {}, shadow() {} };
  window.forget = (box) => read.delete(box);
  const book = originlens.book.create({ came: (block) => events.push(`+${block.text}`), went: (block) => events.push(`-${block.text}`) });
  window.reread = (...roots) => { for (const _ of book.reread(new Set(roots), walk, originlens.units.create(""))); return events.splice(0); };
  window.book = book;
}"""


async def test_a_changed_box_is_one_that_went_and_one_that_came(blank) -> None:
    page = await blank("", "book.js")
    await page.evaluate(SETUP, "<p id=a>one two three</p><p id=b>four five six</p>")
    assert await page.evaluate("reread(document.body)") == ["+one two three", "+four five six"]
    assert await page.evaluate("(a.append(' seven'), reread(a))") == ["+one two three seven", "-one two three"]
    assert await page.evaluate("reread(a)") == []
    assert await page.evaluate("(b.remove(), reread())") == ["-four five six"]


async def test_a_unit_is_read_again_as_a_whole(blank) -> None:
    page = await blank("", "book.js")
    await page.evaluate(SETUP, "<div class=comment id=a><p>One two three.</p><p id=b>Four five six.</p></div>")
    assert await page.evaluate("reread(document.body)") == ["+One two three.\n\nFour five six."]
    changed = await page.evaluate("(b.append(' Seven!'), reread(a))")
    assert changed == ["+One two three.\n\nFour five six. Seven!", "-One two three.\n\nFour five six."]
    assert await page.evaluate("(book.clear(), events)") == ["-One two three.\n\nFour five six. Seven!"]

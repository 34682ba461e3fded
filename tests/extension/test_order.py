"""What the reader sees is asked first; what the layout does not show is not asked at all."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

TAKE = """(ids) => new Promise((resolve) => {
  const queue = originlens.order.create({ ready() { setTimeout(() => resolve(queue.take().map((block) => block.id))); } });
  for (const id of ids) queue.add({ id, box: document.getElementById(id), parts: [], text: "text" });
})"""
TALL = "<p id={0} style='height:3000px;margin:0'>x</p>"


async def test_the_viewport_comes_first_then_what_is_nearest(blank) -> None:
    page = await blank("".join(TALL.format(name) for name in "abcde"), "order.js")
    await page.evaluate("scrollTo(0, 6100)")
    assert await page.evaluate(TAKE, ["a", "b", "c", "d", "e"]) == ["c", "b", "d", "a", "e"]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility:hidden",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "height:0;overflow:hidden",
        "position:absolute;left:-9999px",
    ],
)
async def test_what_is_not_shown_is_not_taken(style, blank) -> None:
    page = await blank(f"<p id=a style='{style}'>x</p><p id=b>x</p>", "order.js")
    assert await page.evaluate(TAKE, ["a", "b"]) == ["b"]


async def test_what_becomes_visible_is_taken_after_a_look(blank) -> None:
    page = await blank("<p id=a style='visibility:hidden'>x</p>", "order.js")
    later = """() => new Promise((resolve) => {
      const queue = originlens.order.create({ ready() {
        setTimeout(() => {
          const taken = queue.take().length;
          if (taken) resolve(["taken", queue.busy()]);
          a.style.visibility = "visible";
          queue.look();
        });
      } });
      queue.add({ id: "a", box: a, parts: [], text: "text" });
    })"""
    assert await page.evaluate(later) == ["taken", False]


async def test_it_is_busy_until_the_layout_has_told_where_everything_is(blank) -> None:
    page = await blank("<p id=a style='display:none'>x</p>", "order.js")
    busy = """() => new Promise((resolve) => {
      const queue = originlens.order.create({ ready() { resolve([before, queue.busy()]); } });
      queue.add({ id: "a", box: a, parts: [], text: "text" });
      const before = queue.busy();
    })"""
    assert await page.evaluate(busy) == [True, False]


async def test_what_a_box_around_it_cuts_off_is_not_taken(blank) -> None:
    page = await blank("<div style='height:0;overflow:hidden'><p id=a>x</p></div><p id=b>x</p>", "order.js")
    assert await page.evaluate(TAKE, ["a", "b"]) == ["b"]


async def test_a_batch_has_one_language(blank) -> None:
    page = await blank("<p id=a>x</p><p id=b>x</p><p id=c>x</p>", "order.js")
    languages = TAKE.replace('text: "text"', 'text: "text", lang: id === "b" ? "fr" : "en"')
    assert await page.evaluate(languages, ["a", "b", "c"]) == ["a", "c"]


async def test_while_the_page_is_read_only_what_is_in_view_is_taken(blank) -> None:
    page = await blank(TALL.format("a") + TALL.format("b"), "order.js")
    assert await page.evaluate(TAKE.replace("take()", "take(true)"), ["a", "b"]) == ["a"]


async def test_a_text_that_changed_since_it_was_read_is_not_taken(blank) -> None:
    page = await blank("<p id=a>x</p><p id=b>x</p>", "order.js")
    stale = TAKE.replace(
        "parts: []", 'parts: [{ node: document.getElementById(id).firstChild, data: id === "a" ? "was" : "x" }]'
    )
    assert await page.evaluate(stale, ["a", "b"]) == ["b"]


async def test_a_batch_has_an_end(blank) -> None:
    page = await blank("".join(f"<p id=p{number}>x</p>" for number in range(100)), "order.js")
    assert len(await page.evaluate(TAKE, [f"p{number}" for number in range(100)])) == 64


async def test_a_hidden_element_tells_when_it_is_shown(blank) -> None:
    page = await blank("<p id=a style='display:none'>x</p>", "order.js")
    shown = """() => new Promise((resolve) => {
      originlens.order.create({ ready() {} }).watch(a, () => resolve("shown"));
      requestAnimationFrame(() => requestAnimationFrame(() => { a.style.display = "block"; }));
    })"""
    assert await page.evaluate(shown) == "shown"

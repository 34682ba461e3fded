"""Only what changed is read again, and the paint is told before the page is drawn."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

HTML = """<main id=main><p id=a>one <b>two</b> three</p><p id=b>four five six</p><nav id=nav>seven</nav></main>
<div id=host><template shadowrootmode=open><p id=in>eight nine ten</p></template></div>"""
WATCH = """(html) => {
  document.body.setHTMLUnsafe(html);
  window.touched = [];
  window.next = new Promise((resolve) => { window.settled = resolve; });
  const shown = new Map();
  window.show = (element) => shown.get(element)();
  window.walk = originlens.watch.create({
    touched: (box) => touched.push(box.id),
    settled: (boxes) => settled([...boxes].map((box) => box.id).sort()),
  }, { watch: (element, whenShown) => shown.set(element, whenShown) });
  for (const box of document.querySelectorAll("main, p")) walk.enter(box, box);
  walk.skip(document.getElementById("nav"));
  const host = document.getElementById("host");
  walk.enter(host, host);
  walk.shadow(host.shadowRoot);
  walk.enter(host.shadowRoot.getElementById("in"), host.shadowRoot.getElementById("in"));
}"""


@pytest.mark.parametrize(
    ("change", "boxes"),
    [
        ("document.querySelector('b').firstChild.data = 'zwei'", ["a"]),
        ("a.append('more')", ["a"]),
        ("main.append(document.createElement('p'))", ["main"]),
        ("b.remove()", ["main"]),
        ("nav.append('more'); a.append('more')", ["a"]),
        ("host.shadowRoot.querySelector('p').append('more')", ["in"]),
        ("walk.hide(b); b.append('x'); show(b)", ["b"]),
    ],
)
async def test_the_nearest_box_is_read_again(change, boxes, blank) -> None:
    page = await blank("", "watch.js")
    await page.evaluate(WATCH, HTML)
    assert await page.evaluate(f"() => {{ {change}; return next; }}") == boxes


async def test_the_change_is_known_before_the_page_is_drawn(blank) -> None:
    page = await blank("", "watch.js")
    await page.evaluate(WATCH, HTML)
    assert await page.evaluate(
        "async () => { a.append('more'); await null; return [...new Set(touched), walk.busy()]; }"
    ) == ["a", True]


async def test_what_comes_back_into_the_page_is_read_anew(blank) -> None:
    page = await blank("", "watch.js")
    await page.evaluate(WATCH, HTML)
    again = "async () => { const old = a; old.remove(); main.append(old); await next; return [walk.seen(old), walk.seen(b)]; }"
    assert await page.evaluate(again) == [False, True]


async def test_a_custom_element_that_wakes_late_is_read_then(blank) -> None:
    page = await blank("", "watch.js")
    await page.evaluate(WATCH, HTML.replace("<nav", "<div id=late></div><nav"))
    late = "() => { walk.host(window.late); window.late.attachShadow({ mode: 'open' }); walk.look(); return next; }"
    assert await page.evaluate(late) == ["main"]


async def test_a_change_inside_a_unit_is_a_change_of_the_unit(blank) -> None:
    page = await blank("", "watch.js")
    await page.evaluate(WATCH, HTML)
    assert await page.evaluate("() => { walk.enter(a, main); a.append('x'); return next; }") == ["main"]
    assert await page.evaluate("[walk.seen(a), walk.seen(a, main), walk.seen(b, main)]") == [True, False, True]


async def test_what_changes_without_end_is_read_less_and_less_often(blank) -> None:
    page = await blank("", "watch.js")
    await page.evaluate(
        WATCH.replace("settled: (boxes) =>", "settled: (boxes) => void times.push(performance.now()) ??"), HTML
    )
    gaps = """async () => {
      window.times = [];
      const pulse = setInterval(() => a.append("."), 20);
      await new Promise((resolve) => setTimeout(resolve, 9500));
      clearInterval(pulse);
      return times.length;
    }"""
    assert await page.evaluate(gaps) <= 5

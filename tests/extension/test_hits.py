"""Which finding is under a point, and which comes next, across shadow trees too."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """(html) => {
  document.body.setHTMLUnsafe(html);
  const walk = { seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} };
  const blocks = [...originlens.blocks.find(document.body, walk, originlens.units.create(""))].filter(Boolean);
  blocks.forEach((block, index) => { block.id = `b${index}`; });
  window.finding = (id, start, end) => ({ block: id, start, end, kinds: ["residue"], evidence: [] });
  window.found = new Map();
  window.flag = (id, ...spans) => found.set(id, spans.map(([start, end]) => finding(id, start, end)));
  window.hits = originlens.hits.create({
    blocks: () => blocks.toReversed(), block: (id) => blocks.find((block) => block.id === id), found: (id) => found.get(id) ?? [] });
  window.middle = (one) => { const [rect] = hits.rects(one); return [rect.left + rect.width / 2, rect.top + rect.height / 2]; };
  window.label = (one) => one && `${one.block} ${one.start}`;
}"""
HTML = """<p>one two <b>three</b> four</p><div style='height:3000px'></div>
<div><template shadowrootmode=open><p>five six seven</p><slot></slot></template><p>eight nine ten</p></div><p>eleven twelve thirteen</p>"""


async def test_the_shortest_finding_under_the_pointer_is_told_and_none_beside_it(blank) -> None:
    page = await blank("", "hits.js")
    await page.evaluate(SETUP, HTML)
    await page.evaluate("flag('b0', [0, 18], [8, 13])")
    at = "(span) => { const [x, y] = middle(finding('b0', ...span)); return label(hits.at(x, y)); }"
    assert await page.evaluate(at, [8, 13]) == "b0 8"
    assert await page.evaluate(at, [0, 3]) == "b0 0"
    assert await page.evaluate("hits.at(innerWidth - 2, 10)") is None


async def test_of_two_findings_the_one_that_tells_more_is_told(blank) -> None:
    page = await blank("", "hits.js")
    await page.evaluate(SETUP, HTML)
    await page.evaluate("(flag('b0', [0, 18], [8, 13]), found.get('b0')[0].kinds.push('statistical'))")
    assert await page.evaluate("label(hits.at(...middle(finding('b0', 8, 13))))") == "b0 0"


async def test_what_lies_under_a_transparent_layer_is_found(blank) -> None:
    page = await blank("", "hits.js")
    await page.evaluate(SETUP, "<a href=# style='position:absolute;inset:0'></a><p>one two three</p>")
    assert await page.evaluate("(flag('b0', [0, 7]), label(hits.at(...middle(finding('b0', 0, 7)))))") == "b0 0"


async def test_findings_are_in_the_order_of_the_text_and_steps_go_round(blank) -> None:
    page = await blank("", "hits.js")
    await page.evaluate(SETUP, HTML)
    await page.evaluate("for (const id of ['b3', 'b2', 'b1', 'b0']) flag(id, [0, 3])")
    assert await page.evaluate("hits.list().map(label)") == ["b0 0", "b1 0", "b2 0", "b3 0"]
    steps = "() => [hits.step(null, 1), hits.step(hits.list()[0], 1), hits.step(hits.list()[3], 1), hits.step(hits.list()[0], -1)].map(label)"
    assert await page.evaluate(steps) == ["b0 0", "b1 0", "b0 0", "b3 0"]
    assert await page.evaluate("(scrollTo(0, 9e9), label(hits.step(null, 1)))") == "b1 0"


async def test_revealing_brings_it_into_the_window_and_focus_paints_it(blank) -> None:
    page = await blank("", "hits.js")
    await page.emulate_media(reduced_motion="reduce")
    await page.evaluate(SETUP, HTML)
    await page.evaluate("(flag('b2', [0, 5]), hits.reveal(hits.list()[0]), hits.focus(hits.list()[0]))")
    assert await page.evaluate("hits.rects(hits.list()[0])[0].top < innerHeight")
    painted = "[...CSS.highlights.get('originlens-focus')].map((range) => range.toString())"
    assert await page.evaluate(painted) == ["eight"]
    assert await page.evaluate(f"(hits.focus(null), {painted})") == []


async def test_those_who_watch_are_told_until_they_stop(blank) -> None:
    page = await blank("", "hits.js")
    await page.evaluate(SETUP, HTML)
    watch = "() => { let told = 0; const stop = hits.watch(() => told++); hits.changed(); stop(); hits.changed(); return told; }"
    assert await page.evaluate(watch) == 1

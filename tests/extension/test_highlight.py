"""Findings are painted and wiped without a trace in the page."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILES = ("anchor.js", "blocks.js", "highlight.js")
SETUP = """() => {
  const walk = { seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} };
  window.block = [...originlens.blocks.find(document.body, walk)].find(Boolean);
  block.id = "b1";
  window.finding = (start, end, ...kinds) => ({ block: "b1", start, end, kinds, text: "", p_value: null,
    evidence: kinds.map((kind) => ({ kind, spans: [{ start, end }] })) });
  window.painted = () => Object.fromEntries([...CSS.highlights].filter(([, h]) => h.size)
    .map(([name, highlight]) => [name, [...highlight].map((range) => range.toString())]));
}"""
TEXT = "<p>one two <b>three</b> four</p>"


async def test_each_kind_has_a_highlight_of_its_own(blank) -> None:
    page = await blank(TEXT, *FILES)
    await page.evaluate(SETUP)
    before = await page.evaluate("document.documentElement.outerHTML")
    paint = "() => { originlens.highlight.paint(block, [finding(0, 7, 'statistical'), finding(4, 13, 'residue')]); return painted(); }"
    assert await page.evaluate(paint) == {
        "originlens-statistical": ["one two"],
        "originlens-residue": ["two ", "three"],
    }
    assert await page.evaluate("document.documentElement.outerHTML") == before


async def test_painting_again_replaces_and_wiping_leaves_nothing(blank) -> None:
    page = await blank(TEXT, *FILES)
    await page.evaluate(SETUP)
    again = "() => { for (const end of [3, 7]) originlens.highlight.paint(block, [finding(0, end, 'signed')]); return painted(); }"
    assert await page.evaluate(again) == {"originlens-signed": ["one two"]}
    assert await page.evaluate("() => { originlens.highlight.wipe('b1'); return painted(); }") == {}


async def test_changed_text_is_not_painted(blank) -> None:
    page = await blank(TEXT, *FILES)
    await page.evaluate(SETUP)
    changed = """() => { document.querySelector("p").firstChild.data = "uno due ";
      originlens.highlight.paint(block, [finding(0, 7, "statistical")]); return painted(); }"""
    assert await page.evaluate(changed) == {}


async def test_the_look_survives_a_page_that_replaces_its_sheets(blank) -> None:
    page = await blank(TEXT, *FILES)
    await page.evaluate(SETUP)
    looks = """() => { originlens.highlight.paint(block, [finding(0, 7, "statistical")]);
      return getComputedStyle(block.box, "::highlight(originlens-statistical)").textDecorationLine; }"""
    assert await page.evaluate(looks) == "underline"
    assert await page.evaluate(f"() => {{ document.adoptedStyleSheets = []; return ({looks})(); }}") == "underline"


async def test_text_in_a_shadow_tree_is_painted_with_the_same_look(blank) -> None:
    page = await blank("", *FILES)
    await page.evaluate(
        "document.body.setHTMLUnsafe(`<x-a><template shadowrootmode=open><p>one two three</p></template></x-a>`)"
    )
    await page.evaluate(SETUP)
    looks = """() => { originlens.highlight.paint(block, [finding(0, 7, "residue")]);
      return [getComputedStyle(block.box, "::highlight(originlens-residue)").textDecorationStyle, painted()]; }"""
    assert await page.evaluate(looks) == ["solid", {"originlens-residue": ["one two"]}]

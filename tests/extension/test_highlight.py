"""Findings are painted and wiped without a trace in the page."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAST = "highlight.js"
SETUP = """() => {
  const walk = { seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} };
  window.block = [...originlens.blocks.find(document.body, walk, originlens.units.create(""))].find(Boolean);
  block.id = "b1";
  window.finding = (start, end, ...kinds) => ({ block: "b1", start, end, kinds, text: "", p_value: null,
    evidence: kinds.map((kind) => ({ kind, spans: [{ start, end }] })) });
  window.painted = () => Object.fromEntries([...CSS.highlights].filter(([, h]) => h.size)
    .map(([name, highlight]) => [name, [...highlight].map((range) => range.toString())]));
}"""
TEXT = "<p>one two <b>three</b> four</p>"


async def test_each_kind_has_a_highlight_of_its_own(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    before = await page.evaluate("document.documentElement.outerHTML")
    paint = "() => { originlens.highlight.paint(block, [finding(0, 7, 'statistical'), finding(4, 13, 'residue')]); return painted(); }"
    assert await page.evaluate(paint) == {
        "originlens-statistical": ["one two"],
        "originlens-residue": ["two ", "three"],
    }
    assert await page.evaluate("document.documentElement.outerHTML") == before


async def test_where_a_mark_stands_the_statistic_is_painted_beside_it_without_a_tint(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    both = """() => { const one = finding(0, 18, "statistical", "residue"); one.evidence[1].spans = [{ start: 4, end: 7 }];
      originlens.highlight.paint(block, [one]); return painted(); }"""
    assert await page.evaluate(both) == {
        "originlens-residue": ["two"],
        "originlens-statistical": ["one ", " ", "three", " four"],
        "originlens-beside": ["two"],
    }
    tint = "getComputedStyle(block.box, '::highlight(originlens-beside)').backgroundColor"
    assert await page.evaluate(tint) == "rgba(0, 0, 0, 0)"


async def test_a_mixed_statistic_has_a_layer_of_its_own(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    mixed = "() => { originlens.highlight.paint(block, [{ ...finding(0, 7, 'statistical'), verdict: 'mixed' }]); return painted(); }"
    assert await page.evaluate(mixed) == {"originlens-mixed": ["one two"]}


async def test_a_leftover_is_painted_once_over_its_passage_and_again_where_it_stands(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    paint = """() => {
      const one = { ...finding(4, 7, "residue"), end: 18 };
      Object.assign(one.evidence[0], { strength: "strong", covers: [{ start: 0, end: 18 }] });
      one.evidence.push({ kind: "residue", strength: "none", spans: [{ start: 14, end: 18 }], covers: [] });
      originlens.highlight.paint(block, [one, structuredClone(one)]);
      return painted();
    }"""
    assert await page.evaluate(paint) == {
        "originlens-residue": ["one two ", "three", " four"],
        "originlens-exact": ["two"],
    }


async def test_another_look_dresses_what_is_painted_already(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    looks = """(mode) => { originlens.highlight.paint(block, [finding(0, 7, "residue")]);
      originlens.highlight.dress({ mode, look: "tint", kinds: null });
      return getComputedStyle(block.box, "::highlight(originlens-residue)").textDecorationLine; }"""
    assert [await page.evaluate(looks, mode) for mode in ("highlight", "quiet")] == ["underline", "none"]


async def test_painting_again_replaces_and_wiping_leaves_nothing(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    again = "() => { for (const end of [3, 7]) originlens.highlight.paint(block, [finding(0, end, 'signed')]); return painted(); }"
    assert await page.evaluate(again) == {"originlens-signed": ["one two"]}
    assert await page.evaluate("() => { originlens.highlight.wipe('b1'); return painted(); }") == {}


async def test_changed_text_is_not_painted(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    changed = """() => { document.querySelector("p").firstChild.data = "uno due ";
      originlens.highlight.paint(block, [finding(0, 7, "statistical")]); return painted(); }"""
    assert await page.evaluate(changed) == {}


async def test_the_look_survives_a_page_that_replaces_its_sheets(blank) -> None:
    page = await blank(TEXT, LAST)
    await page.evaluate(SETUP)
    looks = """() => { originlens.highlight.paint(block, [finding(0, 7, "statistical")]);
      return getComputedStyle(block.box, "::highlight(originlens-statistical)").textDecorationLine; }"""
    assert await page.evaluate(looks) == "underline"
    assert await page.evaluate(f"() => {{ document.adoptedStyleSheets = []; return ({looks})(); }}") == "underline"


async def test_text_in_a_shadow_tree_is_painted_with_the_same_look(blank) -> None:
    page = await blank("", LAST)
    await page.evaluate(
        "document.body.setHTMLUnsafe(`<x-a><template shadowrootmode=open><p>one two three</p></template></x-a>`)"
    )
    await page.evaluate(SETUP)
    looks = """() => { originlens.highlight.paint(block, [finding(0, 7, "residue")]);
      return [getComputedStyle(block.box, "::highlight(originlens-residue)").textDecorationStyle, painted()]; }"""
    assert await page.evaluate(looks) == ["solid", {"originlens-residue": ["one two"]}]

"""Answers become findings of the kinds that the reader wants, and go when their block goes."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """() => {
  const walk = { seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} };
  window.blocks = [...originlens.blocks.find(document.body, walk, originlens.units.create(""))].filter(Boolean);
  blocks.forEach((block, index) => { block.id = `b${index}`; });
  window.verdicts = originlens.verdicts.create();
  window.answer = (kind) => ({ verdict: "no_sign", tokens: 3, passages: [],
    evidence: [{ kind, spans: [{ start: 0, end: 3 }], strength: "strong" }] });
  window.told = () => [verdicts.count(), verdicts.all(blocks).map((one) => one.text)];
}"""


async def test_findings_are_counted_and_dropped_with_their_block(blank) -> None:
    page = await blank("<p>one two three</p><p>four five six</p>", "verdicts.js")
    await page.evaluate(SETUP)
    assert await page.evaluate(
        "[verdicts.add(blocks[1], answer('residue')), verdicts.add(blocks[0], answer('signed')), told()]"
    ) == [
        True,
        True,
        [2, ["one", "fou"]],
    ]
    assert await page.evaluate("[verdicts.drop(blocks[0]), verdicts.drop(blocks[0]), told()]") == [
        True,
        False,
        [1, ["fou"]],
    ]
    assert await page.evaluate("CSS.highlights.get('originlens-signed').size") == 0


async def test_kinds_that_are_not_wanted_are_no_findings_until_they_are(blank) -> None:
    page = await blank("<p>one two three</p>", "verdicts.js")
    await page.evaluate(SETUP)
    await page.evaluate("(verdicts.show(['signed'], blocks), verdicts.add(blocks[0], answer('residue')))")
    assert await page.evaluate("told()") == [0, []]
    assert await page.evaluate("(verdicts.show(null, blocks), told())") == [1, ["one"]]


async def test_what_a_site_allows_others_to_do_is_no_sign_of_origin(blank) -> None:
    page = await blank("<p>one two three</p>", "verdicts.js")
    await page.evaluate(SETUP)
    optout = "() => { const told = answer('declared'); told.evidence[0].strength = 'none'; return verdicts.add(blocks[0], told); }"
    assert await page.evaluate(optout) is False

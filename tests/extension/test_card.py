"""The card: it opens where the pointer rests, serves the keyboard, and leaves the page as it found it."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.test_evidence import FINDING, I18N, STATISTIC, WATERMARK, WORDS, finding
from tests.extension.tools import violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
MARKED = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."
# Stand-ins for the findings of a page: two paragraphs, each one finding.
HITS = """(found) => {
  const all = found.map((finding, at) => ({ ...finding, block: `b${at}` }));
  const box = (one) => document.getElementById(one.block);
  window.said = [];
  window.focused = [];
  window.watchers = [];
  const hits = {
    at: (x, y) => all.find((one) => box(one)?.contains(document.elementFromPoint(x, y))) ?? null,
    step: (from, by) => all[(all.findIndex((one) => one.block === from?.block) + by + all.length) % all.length],
    rects: (one) => (box(one) ? [box(one).getBoundingClientRect()] : []),
    reveal: (one) => box(one).scrollIntoView(),
    focus: (one) => focused.push(one?.block ?? null),
    list: () => all.filter(box),
    watch: (told) => { watchers.push(told); return () => {}; },
  };
  window.all = all;
  window.card = originlens.card.create(hits, (message) => said.push(message), "open");
}"""
BODY = "<main><h1>A page</h1><p id=b0>one two three</p><p><a id=link href='#'>a link</a></p><p id=b1>four five six</p></main>"
TITLE = "document.activeElement.shadowRoot?.activeElement?.textContent"


@pytest_asyncio.fixture(loop_scope="session")
async def page(blank):
    opened = await blank(BODY, "card.js")
    await opened.evaluate(I18N, WORDS)
    await opened.evaluate(HITS, [finding(STATISTIC), finding(WATERMARK, STATISTIC)])
    return opened


async def test_it_opens_where_the_pointer_rests_and_goes_when_it_leaves(page) -> None:
    before = await page.content()
    await page.hover("#b0")
    await expect(page.locator("originlens-card h2")).to_have_text(WORDS["card_suspicion"])
    assert await page.evaluate("document.activeElement.localName") == "body"
    await page.hover("originlens-card .card")
    await page.wait_for_timeout(600)
    assert await page.locator("originlens-card").count() == 1
    await page.hover("h1")
    await expect(page.locator("originlens-card")).to_have_count(0)
    assert await page.content() == before
    assert await page.evaluate("[focused[0], focused.at(-1)]") == ["b0", None]


async def test_it_serves_the_keyboard_and_gives_the_focus_back(page) -> None:
    await page.focus("#link")
    await page.evaluate("card.open(all[0])")
    assert await page.evaluate(TITLE) == WORDS["card_suspicion"]
    for name in (WORDS["close"], WORDS["previous"], WORDS["next"]):
        await page.keyboard.press("Tab")
        label = "document.activeElement.shadowRoot.activeElement.getAttribute('aria-label') ?? " + TITLE
        assert await page.evaluate(label) == name
    await page.keyboard.press("Enter")
    assert await page.evaluate(TITLE) == WORDS["card_found"]
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.id") == "link"
    await expect(page.locator("originlens-card")).to_have_count(0)


async def test_the_pages_own_keys_do_not_hear_what_is_typed_in_it(page) -> None:
    await page.evaluate("() => { window.heard = []; addEventListener('keydown', (event) => heard.push(event.key)); }")
    await page.evaluate("card.open(all[0])")
    await page.keyboard.press("j")
    await page.keyboard.press("Escape")
    assert await page.evaluate("heard") == []


async def test_that_it_is_wrong_is_noted_once_and_said(page) -> None:
    await page.evaluate("card.open(all[0])")
    await page.get_by_role("button", name=WORDS["wrong"]).click()
    await expect(page.locator("originlens-card .note")).to_have_text(WORDS["wrong_noted"])
    assert await page.evaluate("said") == [
        {"type": "wrong", "text": FINDING["text"], "kinds": ["statistical"], "p_value": 0.0004}
    ]
    assert await page.get_by_role("button", name=WORDS["wrong"]).is_disabled()


async def test_it_goes_with_the_text_that_it_explains(page) -> None:
    await page.evaluate("card.open(all[1])")
    await page.evaluate("() => { b1.remove(); for (const told of watchers) told(); }")
    await expect(page.locator("originlens-card")).to_have_count(0)


# A modal dialog makes all else inert; a shadow root hides it from the page's own queries.
MODAL = """(shadow) => {
  const [place, dialog] = [document.createElement("div"), document.createElement("dialog")];
  dialog.append(b1);
  (shadow ? place.attachShadow({ mode: "open" }) : place).append(dialog);
  document.querySelector("main").append(place);
  window.dialog = dialog;
  dialog.showModal();
}"""


@pytest.mark.parametrize("shadow", [False, True])
async def test_it_can_be_used_over_a_modal_dialog(page, shadow) -> None:
    # Where the dialog is in a shadow root the stand-in for the findings must find its paragraph there.
    await page.evaluate(
        "() => { const b = b1; document.getElementById = (id) => (id === 'b1' ? b : document.querySelector(`#${id}`)); }"
    )
    await page.evaluate(MODAL, shadow)
    before = await page.evaluate("dialog.outerHTML")
    await page.evaluate("card.open(all[1])")
    assert await page.evaluate("dialog.contains(document.querySelector('originlens-card') ?? dialog.lastChild)")
    await page.get_by_role("button", name=WORDS["wrong"]).click()
    assert len(await page.evaluate("said")) == 1
    await page.keyboard.press("Escape")
    await expect(page.locator("originlens-card")).to_have_count(0)
    assert await page.evaluate("[dialog.open, dialog.outerHTML]") == [True, before]
    # The same key closes the dialog, as it would without the card.
    await page.keyboard.press("Escape")
    assert await page.evaluate("dialog.open") is False


async def test_it_goes_with_the_dialog_and_when_one_comes(page) -> None:
    await page.evaluate("card.open(all[0])")
    await page.evaluate(MODAL, False)
    await expect(page.locator("originlens-card")).to_have_count(0)
    await page.evaluate("card.open(all[1])")
    await page.evaluate("dialog.close()")
    await expect(page.locator("originlens-card")).to_have_count(0)


@pytest.mark.parametrize("size", [(360, 640), (1400, 300)])
async def test_it_stays_inside_the_window(page, size) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.evaluate("card.open(all[1])")
    place = await page.locator("originlens-card .card").bounding_box()
    assert place["x"] >= 0
    assert place["y"] >= 0
    assert place["x"] + place["width"] <= size[0]
    assert place["y"] + place["height"] <= size[1]
    await page.set_viewport_size({"width": 1100, "height": 800})


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_is_inaccessible(page, scheme) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.evaluate("card.open(all[1])")
    # The blank page around it has no title; the card is what is checked.
    assert await violations(page, "document-title", "region") == []
    await page.emulate_media(color_scheme="light")


async def test_on_a_real_page_its_root_is_closed_and_a_note_stays_here(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p><p style='margin-top: 3000px'>{MARKED}</p>"))
    await chromium.settled(page)
    step = "async () => chrome.tabs.sendMessage((await chrome.tabs.query({ active: true }))[0].id, { type: 'step', by: 1 })"
    await chromium.worker.evaluate(step)
    await page.wait_for_selector("originlens-card", state="attached")
    assert await page.evaluate("document.querySelector('originlens-card').shadowRoot") is None
    assert await page.evaluate("document.activeElement.localName") == "originlens-card"
    # Close, Previous, Next, This is wrong: the fourth stop of the Tab key.
    for _ in range(4):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    notes = "async () => { while (!(await chrome.storage.local.get('notes')).notes) await new Promise((go) => setTimeout(go, 50)); return (await chrome.storage.local.get('notes')).notes; }"
    (note,) = await chromium.worker.evaluate(notes)
    assert (note["text"], note["kinds"]) == (FLAGGED, ["statistical"])
    await chromium.worker.evaluate(step)
    await page.wait_for_function("scrollY > 1000")
    await page.keyboard.press("Escape")
    await expect(page.locator("originlens-card")).to_have_count(0)

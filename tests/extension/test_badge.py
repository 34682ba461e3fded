"""The icon of a tab adds up its frames and forgets the page that was left."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOW = """async (frames) => {
  const { show, clear } = await import("/background/badge.js");
  const [tab] = await chrome.tabs.query({ active: true });
  await clear(tab.id);
  for (const [frame, state, found] of frames) await show(tab.id, frame, state, found);
  return [await chrome.action.getBadgeText({ tabId: tab.id }), await chrome.action.getTitle({ tabId: tab.id })];
}"""


@pytest.mark.parametrize(
    ("frames", "text", "title"),
    [
        ([[0, "quiet", 2], [7, "quiet", 1]], "3", "Passages that stand out: 3"),
        ([[0, "working", 2], [0, "quiet", 0]], "", "Nothing stands out"),
        ([[0, "missing", 0], [7, "quiet", 0]], "", "Originlens is not running"),
    ],
)
async def test_the_icon_of_a_tab(frames, text, title, chromium) -> None:
    page = await chromium.open(f"chrome-extension://{chromium.identity}/popup/popup.html")
    await page.bring_to_front()
    assert await page.evaluate(SHOW, frames) == [text, title]


async def test_a_changed_setting_loses_no_frame(chromium, daemon, site) -> None:
    flagged = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    inner = site(f"<p>{flagged}</p>")
    page = await chromium.open(
        site(f"<p>{flagged}</p><div id=more></div><iframe src='{inner}' width=600 height=300></iframe>")
    )
    await chromium.badged(page, "2")
    await chromium.store(look="line")
    await page.wait_for_function(
        "![...document.adoptedStyleSheets].some((sheet) => [...sheet.cssRules].some((rule) => rule.cssText.includes('rgba(196')))"
    )
    await page.evaluate("(text) => { more.innerHTML = `<p>${text}</p>`; }", flagged.replace("sample", "second"))
    await chromium.badged(page, "3")

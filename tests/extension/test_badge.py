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

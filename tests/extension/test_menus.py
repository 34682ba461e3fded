"""The context menu and the keys: what was selected or typed comes to the panel, and nowhere else."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."


async def panel(chromium):
    """The panel: without a reader's own click the browser allows no side panel, and it comes as a page."""
    while not (found := [page for page in chromium.context.pages if page.url.endswith("/panel/panel.html")]):
        await chromium.context.wait_for_event("page")
    return found[0]


async def test_both_items_are_in_the_menu(chromium) -> None:
    for item in ("selection", "editable"):
        await chromium.worker.evaluate("(item) => chrome.contextMenus.update(item, {})", item)


@pytest.mark.parametrize("item", ["selection", "editable"])
async def test_what_was_clicked_is_judged_in_the_panel(item, chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, mode="demand")
    page = await chromium.open(site(f"<textarea id=f>{FLAGGED}</textarea>"))
    await page.focus("#f")
    await page.bring_to_front()
    click = """async ([menuItemId, selectionText]) => {
      const [tab] = await chrome.tabs.query({ active: true });
      chrome.contextMenus.onClicked.dispatch({ menuItemId, selectionText, frameId: 0 }, tab);
    }"""
    await chromium.worker.evaluate(click, [item, FLAGGED if item == "selection" else ""])
    opened = await panel(chromium)
    await expect(opened.locator("#checked-blocks mark")).to_have_text(FLAGGED)
    assert daemon.sent == [[FLAGGED]]


async def test_every_command_has_its_key_and_its_words(chromium) -> None:
    commands = await chromium.worker.evaluate("chrome.commands.getAll()")
    told = {one["name"]: (bool(one["shortcut"]), bool(one["description"])) for one in commands}
    assert told == {"_execute_action": (False, False)} | dict.fromkeys(
        ("next", "previous", "read", "panel"), (True, True)
    )


async def test_a_key_reads_a_page_that_is_read_on_demand(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, mode="demand")
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.settled(page, "waiting")
    press = """async (command) => {
      const [tab] = await chrome.tabs.query({ active: true });
      chrome.commands.onCommand.dispatch(command, tab);
    }"""
    await chromium.worker.evaluate(press, "read")
    await chromium.painted(page, {"statistical": [FLAGGED]})
    await chromium.worker.evaluate(press, "next")
    await page.wait_for_selector("originlens-card", state="attached")

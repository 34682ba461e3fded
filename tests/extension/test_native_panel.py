"""The browser's own side panel or sidebar, opened from the popup as a reader does, and a PDF in the browser's own viewer."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import expect

from tests.extension.firefox import IDENTITY, run_firefox

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."
# The document of the panel, which no driver shows as a page, seen from another page of the extension.
PANEL = 'chrome.extension.getViews().find(({ location }) => location.pathname === "/panel/panel.html")?.document'
PANELS = """
    chrome.runtime.getContexts({ contextTypes: ["SIDE_PANEL"] }).then((all) => all.map((one) => one.documentUrl))
"""
STATE = f"{PANEL}?.getElementById('state').textContent"
# The smallest PDF that a viewer opens: one empty page.
PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>"
)


async def says(ask: Callable[[], Awaitable[Any]], expected: Any) -> None:
    """Wait for this answer."""
    async with asyncio.timeout(60):
        while await ask() != expected:
            await asyncio.sleep(0.1)


async def test_the_side_panel_of_chromium_opens_follows_and_leads(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    other = await chromium.open(site(f"<p>{PLAIN}</p>"))
    page = await chromium.open(site(f"<p>{PLAIN}</p><p style='margin-top: 3000px'>{FLAGGED}</p>"))
    await chromium.settled(page)
    looking = await chromium.open(f"chrome-extension://{chromium.identity}/options/options.html")
    popup = await chromium.popup(page)
    await popup.click("#panel")
    await page.bring_to_front()
    # The panel is there before its document is.
    await says(lambda: chromium.worker.evaluate(PANELS), [f"chrome-extension://{chromium.identity}/panel/panel.html"])
    await says(lambda: looking.evaluate(STATE), "One passage stands out")
    await looking.evaluate(f"{PANEL}.querySelector('#findings button').click()")
    await page.wait_for_function("scrollY > 1000")
    await other.bring_to_front()
    await says(lambda: looking.evaluate(STATE), "Nothing stands out")
    assert popup.is_closed()


async def test_the_sidebar_of_firefox_opens_and_shows_the_page(tmp_path, daemon, site) -> None:
    await daemon.start()
    address = site(f"<p>{PLAIN}</p><p>{FLAGGED}</p>")
    async with run_firefox(tmp_path, [address.split("/")[2].split(":")[0]]) as firefox:
        stored = json.dumps({"port": daemon.port, "token": daemon.token})
        await firefox.evaluate(firefox.popup, f"chrome.storage.local.set({stored})")
        await firefox.open(firefox.page, address)
        await firefox.settled()
        looking = (await firefox.ask("browsingContext.create", type="tab", background=True))["context"]
        await firefox.open(looking, f"moz-extension://{IDENTITY}/options/options.html")
        await firefox.open(firefox.popup, f"moz-extension://{IDENTITY}/popup/popup.html")
        await firefox.ask("browsingContext.activate", context=firefox.page)
        await says(lambda: firefox.evaluate(firefox.popup, "document.getElementById('acts').hidden"), False)
        await firefox.click(firefox.popup, "#panel")
        await says(lambda: firefox.evaluate(looking, STATE), "One passage stands out")
        sidebar = await firefox.chrome("SidebarController.isOpen && SidebarController.currentID")
        assert sidebar == "originlens_originlens_invalid-sidebar-action"


async def test_a_pdf_in_the_viewer_of_chromium_cannot_be_read_and_leads_to_the_daemon(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(PDF, {"Content-Type": "application/pdf"}))
    assert await page.evaluate("document.contentType") == "application/pdf"
    popup = await chromium.popup(page)
    await expect(popup.locator("#state")).to_have_text("This page cannot be read")
    await expect(popup.locator("#more")).to_contain_text("The browser shows this PDF itself.")
    async with chromium.context.expect_page() as opening:
        await popup.click("#viewer")
    assert (await opening.value).url.startswith(f"http://127.0.0.1:{daemon.port}/")
    assert daemon.sent == []

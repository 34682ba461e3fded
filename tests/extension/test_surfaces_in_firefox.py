"""Panel, popup, options and card in Firefox, with a daemon that behaves as the test asks."""

import asyncio
import json

import pytest
import pytest_asyncio

from tests.extension.daemon import Daemon
from tests.extension.firefox import IDENTITY, run_firefox

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
MARKED = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."

ESCAPE = "\ue00c"  # as WebDriver names the key


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def firefox(tmp_path_factory, site):
    daemon = Daemon()
    await daemon.start()
    address = site(f"<p>{FLAGGED}</p><p>{MARKED}</p>")
    async with run_firefox(tmp_path_factory.mktemp("firefox"), [address.split("/")[2].split(":")[0]]) as browser:
        stored = json.dumps({"port": daemon.port, "token": daemon.token})
        await browser.evaluate(browser.popup, f"chrome.storage.local.set({stored})")
        await browser.open(browser.page, address)
        await browser.settled()
        yield browser
    await daemon.runner.cleanup()


async def wait(browser, context, condition):
    """Until an expression is true in a page of the extension."""
    async with asyncio.timeout(30):
        while not await browser.evaluate(context, condition):
            await asyncio.sleep(0.1)


async def surface(browser, path):
    await browser.open(browser.popup, f"moz-extension://{IDENTITY}/{path}")
    await browser.ask("browsingContext.activate", context=browser.page)


async def test_the_panel_sums_up_the_page_in_front(firefox) -> None:
    await surface(firefox, "panel/panel.html")
    await firefox.evaluate(firefox.popup, "location.reload()")
    await wait(firefox, firefox.popup, "document.querySelectorAll('#findings > li').length === 2")
    assert (
        await firefox.evaluate(firefox.popup, "document.getElementById('state').textContent") == "2 passages stand out"
    )


async def test_a_pasted_text_is_judged(firefox) -> None:
    await surface(firefox, "popup/popup.html")
    await wait(firefox, firefox.popup, "document.getElementById('text') !== null")
    paste = f"(document.getElementById('text').value = {json.dumps(FLAGGED)}, document.querySelector('#check .main').click())"
    await firefox.evaluate(firefox.popup, paste)
    await wait(
        firefox, firefox.popup, f"document.querySelector('#checked-blocks mark')?.textContent === {json.dumps(FLAGGED)}"
    )


STEP = "chrome.tabs.query({ active: true }).then(([tab]) => chrome.tabs.sendMessage(tab.id, { type: 'step', by: 1 })).then(() => 1, () => 1)"


async def test_the_card_opens_on_the_page_and_closes(firefox) -> None:
    await firefox.evaluate(firefox.popup, STEP)
    await wait(firefox, firefox.page, "document.querySelector('originlens-card') !== null")
    assert await firefox.evaluate(firefox.page, "document.querySelector('originlens-card').shadowRoot") is None
    await firefox.evaluate(firefox.page, "dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))")
    await wait(firefox, firefox.page, "document.querySelector('originlens-card') === null")


async def test_the_card_stands_in_a_modal_dialog_and_leaves_it_open(firefox) -> None:
    dialog = "document.body.appendChild(Object.assign(document.createElement('dialog'), { textContent: 'Sure?' }))"
    await firefox.evaluate(firefox.page, f"{dialog}.showModal()")
    await firefox.evaluate(firefox.popup, STEP)
    await wait(firefox, firefox.page, "document.querySelector('dialog > originlens-card') !== null")
    assert await firefox.evaluate(firefox.page, "document.activeElement.localName") == "originlens-card"
    await firefox.press(firefox.page, ESCAPE)
    await wait(firefox, firefox.page, "document.querySelector('originlens-card') === null")
    assert await firefox.evaluate(firefox.page, "document.querySelector('dialog').open")
    await firefox.press(firefox.page, ESCAPE)
    await wait(firefox, firefox.page, "!document.querySelector('dialog').open")
    await firefox.evaluate(firefox.page, "document.querySelector('dialog').remove()")


async def test_the_options_show_the_detectors(firefox) -> None:
    await surface(firefox, "options/options.html")
    await wait(firefox, firefox.popup, "document.querySelectorAll('#detectors > li').length === 2")
    assert "minilm-en" in await firefox.evaluate(firefox.popup, "document.getElementById('detectors').textContent")

"""The popup says what the page is doing, why each passage was flagged, and what to do next."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.extension.chromium import EXTENSION
from tests.extension.tools import violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
MARKED = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."
PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."


async def test_a_flagged_page_lists_its_passages_with_their_evidence(chromium, daemon, site, artefacts) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p><p style='margin-top: 3000px'>{MARKED}</p>"))
    await chromium.settled(page)
    popup = await chromium.popup(page)
    await expect(popup.locator("#state")).to_have_text("2 passages stand out")
    assert await popup.locator("#findings > li").count() == 2
    first, second = [await item.inner_text() for item in await popup.locator("#findings > li").all()]
    assert FLAGGED in first
    assert "Statistics a suspicion, no proof" in first
    assert "About 1 in 2,500 human texts of this length looks like this." in first
    assert "Chatbot leftover strong sign" in second
    assert "Names ChatGPT." in second
    for scheme in ("light", "dark"):
        await popup.emulate_media(color_scheme=scheme)
        await popup.screenshot(path=artefacts / f"popup-found-{scheme}.png")
    await popup.get_by_role("button", name=":contentReference").click()
    await page.wait_for_function("scrollY > 1000")


@pytest.mark.parametrize(
    ("html", "sentence"),
    [(f"<p>{PLAIN}</p>", "Nothing stands out"), ("<nav>Home and about us</nav>", "No prose to read here"),
     (f"<p>{PLAIN}</p><input type=password>", "Not read: this page asks for a password")],
)  # fmt: skip
async def test_a_quiet_page_is_told_as_it_is(html, sentence, chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    popup = await chromium.popup(await chromium.open(site(html)))
    await expect(popup.locator("#state")).to_have_text(sentence)


async def test_a_missing_daemon_comes_with_the_one_command(chromium, site, unused_tcp_port, artefacts) -> None:
    await chromium.store(port=unused_tcp_port, token="ol_test")
    popup = await chromium.popup(await chromium.open(site(f"<p>{PLAIN}</p>")))
    await expect(popup.locator("#state")).to_have_text("Originlens is not running")
    assert await popup.inner_text("#command-text") == "originlens serve"
    assert not await popup.is_visible("#pairing")
    await popup.screenshot(path=artefacts / "popup-missing.png")


async def test_a_code_pairs_and_a_wrong_one_is_told(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port)
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.settled(page, "unpaired")
    popup = await chromium.popup(page)
    await popup.fill("#code", "000-000")
    await popup.click("#pairing button")
    await expect(popup.locator("#more")).to_have_text(re.compile("^That code is wrong"))
    await popup.fill("#code", "417-203")
    await popup.click("#pairing button")
    await popup.wait_for_selector("#pairing", state="hidden")
    await page.bring_to_front()
    await chromium.painted(page, {"statistical": [FLAGGED]})


async def test_the_switch_silences_one_site_and_wakes_it(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.painted(page, {"statistical": [FLAGGED]})
    popup = await chromium.popup(page)
    await popup.get_by_role("switch").uncheck()
    await expect(popup.locator("#state")).to_have_text("Switched off on this site")
    await chromium.painted(page, {})
    await popup.get_by_role("switch").check()
    await page.bring_to_front()
    await chromium.painted(page, {"statistical": [FLAGGED]})


async def test_a_site_keeps_a_mode_of_its_own(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    address = site(f"<p>{PLAIN}</p>")
    popup = await chromium.popup(await chromium.open(address))
    await popup.select_option("#mode", "quiet")
    host = address.split("/")[2].split(":")[0]
    stored = "async () => { let told; while (!told) told = (await chrome.storage.local.get('siteModes')).siteModes; return told; }"
    assert await chromium.worker.evaluate(stored) == {host: "quiet"}


async def test_the_memory_of_a_site_is_told_where_the_reader_wants_it(chromium, daemon, site) -> None:
    await daemon.start()
    address = site(f"<p>{PLAIN}</p>")
    host = address.split("/")[2].split(":")[0]
    await chromium.store(port=daemon.port, token=daemon.token, memory=True, sites={host: [9, 7]})
    page = await chromium.open(address)
    await chromium.settled(page)
    popup = await chromium.popup(page)
    await expect(popup.locator("#remembered")).to_have_text("Here 7 of the last 10 pages had passages that stand out.")
    await chromium.store(memory=False)
    await popup.reload()
    await expect(popup.locator("#state")).to_have_text("Nothing stands out")
    assert not await popup.is_visible("#remembered")


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_is_inaccessible(scheme, chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p><p>{MARKED}</p>"))
    await chromium.settled(page)
    popup = await chromium.popup(page)
    await popup.emulate_media(color_scheme=scheme)
    await popup.wait_for_selector("#findings > li")
    assert await violations(popup) == []


LOCALES = EXTENSION / "_locales"
WORDS = {
    folder.name: {key: one["message"] for key, one in json.loads((folder / "messages.json").read_text("utf-8")).items()}
    for folder in LOCALES.iterdir()
}
# Puts the words of another language into a page of the extension, whatever the browser's own is.
SPEAK = """(words) => {
  chrome.i18n.getMessage = (key, values = []) => (words[key] ?? "").replace(/\\$(\\d)/g, (_, at) => [values].flat()[at - 1] ?? "");
}"""
# What stands below the edge of the popup, or of the part of it that scrolls.
OVER = """() => {
  const main = document.querySelector("main");
  return [document.documentElement.scrollHeight - innerHeight, main.scrollHeight - main.clientHeight, document.documentElement.scrollWidth - innerWidth];
}"""


@pytest.mark.parametrize("language", ["en", "fr", "de"])
async def test_it_fits_into_what_browsers_give_a_popup(language, chromium, daemon, site, unused_tcp_port) -> None:
    await daemon.start()
    many = "".join(f"<p>{FLAGGED.replace('sample', f'sample {n}')}</p>" for n in range(6))
    address = site(f"{many}<p>{MARKED}</p>")
    host = address.split("/")[2].split(":")[0]
    await chromium.store(port=daemon.port, token=daemon.token, memory=True, sites={host: [9, 7]})
    page = await chromium.open(address)
    await chromium.settled(page)
    for state, stored in {"found_many": {}, "waiting": {"mode": "demand"}, "off": {"mode": "quiet", "sitesOff": [host]},
                          "revoked": {"sitesOff": [], "token": "ol_old"}, "missing": {"port": unused_tcp_port}}.items():  # fmt: skip
        await chromium.store(**stored)
        if state == "waiting":
            await page.reload()
        popup = await chromium.popup(page)
        await popup.set_viewport_size({"width": 368, "height": 600})
        await popup.add_init_script(f"({SPEAK})({json.dumps(WORDS[language])})")
        await popup.reload()
        told = WORDS[language][f"state_{state}"].replace("$1", "7")
        await expect(popup.locator("#state")).to_have_text(told)
        assert await popup.evaluate(OVER) == [0, 0, 0], state
        await popup.close()


async def test_what_was_found_in_a_pasted_text_is_in_sight(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site("".join(f"<p>{FLAGGED.replace('sample', f'sample {n}')}</p>" for n in range(6))))
    await chromium.settled(page)
    popup = await chromium.popup(page)
    await popup.fill("#text", f"{PLAIN}\n\n{FLAGGED}")
    await popup.click("#check .main")
    await expect(popup.locator("#checked")).to_be_in_viewport(ratio=1)
    await expect(popup.locator("#checked-blocks > li").first).to_be_in_viewport()


async def test_a_page_without_a_content_script_cannot_be_read(chromium, daemon) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    popup = await chromium.popup(await chromium.open("about:blank"))
    await expect(popup.locator("#state")).to_have_text("This page cannot be read")
    # Where files are opened that the browser keeps to itself, such as a PDF.
    async with chromium.context.expect_page() as opening:
        await popup.click("#viewer")
    opened = await opening.value
    assert opened.url.startswith(f"http://127.0.0.1:{daemon.port}/")


async def test_the_palette_is_that_of_every_surface() -> None:
    root = Path(__file__).parents[2]
    page = root / "server/originlens/web/try_it/tokens.css"
    assert (root / "extension/surface/tokens.css").read_text("utf-8") == page.read_text("utf-8")

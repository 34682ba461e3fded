"""The options: each is kept, each is what the page then obeys, and what the daemon owns is changed there."""

import pytest
from playwright.async_api import expect

from tests.extension.tools import violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTE = {"text": "The ferry left at six.", "kinds": ["statistical"], "p_value": 0.001, "when": 1795600000000}
SAMPLE = "getComputedStyle(document.querySelector('#sample mark')).backgroundColor"


async def opened(chromium, daemon, **stored):
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, **stored)
    page = await chromium.open(f"chrome-extension://{chromium.identity}/options/options.html")
    await page.wait_for_selector("#detectors > li")
    return page


async def kept(chromium, name):
    return (await chromium.worker.evaluate("(name) => chrome.storage.local.get(name)", name)).get(name)


async def test_every_choice_is_kept(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    await page.get_by_label("at most 1 in 100", exact=True).check()
    await page.get_by_label("Declared", exact=False).uncheck()
    await page.get_by_label("DeepSeek").uncheck()
    await page.get_by_label("Dim", exact=False).check()
    await page.get_by_label("Line alone").check()
    for name in ("Save battery", "Read pages in private windows", "Remember counts for each site"):
        await page.get_by_label(name, exact=False).check()
    await page.fill("#least", "80")
    await page.locator("#least").blur()
    told = await chromium.worker.evaluate(
        """async () => {
          const names = ["falseAlarms", "kinds", "familiesOff", "mode", "look", "saver", "privateWindows", "memory", "leastWords"];
          let stored = {};
          while (stored.leastWords === undefined) stored = await chrome.storage.local.get(names);
          return names.map((name) => stored[name]);
        }"""
    )
    kinds = ["signed", "watermark", "residue", "hidden", "statistical"]
    assert told == [0.01, kinds, ["deepseek"], "dim", "line", True, True, True, 80]


async def test_the_sample_shows_how_it_will_look(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    assert "fast-paced" in await page.inner_text("#sample mark")
    tinted = await page.evaluate(SAMPLE)
    await page.get_by_label("Line alone").check()
    assert await page.evaluate(SAMPLE) != tinted


async def test_a_site_goes_back_to_what_holds_everywhere(chromium, daemon) -> None:
    page = await opened(
        chromium, daemon, sitesOff=["a.example"], sitesOn=["mail.example"], siteModes={"b.example": "quiet"}
    )
    await expect(page.locator("#sites > li")).to_have_count(3)
    await page.locator("#sites > li", has_text="a.example").get_by_role("button").click()
    await expect(page.locator("#sites > li")).to_have_count(2)
    assert await kept(chromium, "sitesOff") == []
    await page.locator("#sites > li", has_text="b.example").get_by_role("button").click()
    await expect(page.locator("#sites > li")).to_have_count(1)
    assert await kept(chromium, "siteModes") == {}


async def test_a_detector_is_switched_in_the_daemon_and_shows_its_card(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    await page.get_by_role("switch", name="Use minilm-en").uncheck()
    await expect(page.get_by_role("switch", name="Use minilm-en")).not_to_be_checked()
    await expect(page.get_by_role("switch", name="Use minilm-en")).to_be_enabled()
    assert daemon.off == {"minilm-en"}
    await expect(page.locator("#detectors > li", has_text="broken-one")).to_contain_text("the manifest says 9,312")
    row = page.locator("#detectors > li", has_text="minilm-en")
    await row.locator("summary").click()
    await expect(row.locator("pre")).to_contain_text("Finds what a test asks for.")


async def test_what_is_stored_is_seen_and_cleared(chromium, daemon) -> None:
    page = await opened(chromium, daemon, notes=[NOTE], sites={"a.example": [10, 7]})
    notes, sites, cache = (page.locator("#stored > li", has_text=text) for text in ("Notes", "Sites", "cache"))
    await notes.locator("summary").click()
    await expect(notes).to_contain_text(NOTE["text"])
    await sites.locator("summary").click()
    await expect(sites).to_contain_text("7 of the last 10 pages")
    await notes.get_by_role("button").click()
    await expect(notes).to_contain_text(": 0")
    await sites.get_by_role("button").click()
    await expect(sites).to_contain_text(": 0")
    await expect(cache).to_contain_text(": 7")
    await cache.get_by_role("button").click()
    await expect(cache).to_contain_text(": 0")
    assert daemon.cached == 0
    assert [await kept(chromium, name) for name in ("notes", "sites")] == [[], {}]


async def test_what_a_server_declares_is_read_only_where_the_browser_allows_it(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    switch = page.get_by_label("Read what a site’s server declares", exact=False)
    await expect(switch).not_to_be_checked()
    # The prompt is the browser's own and no test can click it: what is asked for, when, and a reader's no.
    await page.evaluate(
        """() => {
          chrome.permissions.request = async (asked) => {
            window.asked = [asked, navigator.userActivation.isActive];
            return false;
          };
        }"""
    )
    await switch.click()
    await expect(switch).not_to_be_checked()
    assert await page.evaluate("window.asked") == [{"origins": ["http://*/*", "https://*/*"]}, True]
    assert await kept(chromium, "headers") is False


async def test_a_wish_without_the_browsers_permission_is_shown_as_off(chromium, daemon) -> None:
    page = await opened(chromium, daemon, headers=True)
    await expect(page.locator("#private")).to_be_visible()
    await expect(page.locator("#headers")).not_to_be_checked()


async def test_the_browser_is_unpaired(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    await page.click("#forget")
    await expect(page.locator("#state")).to_have_text("Not paired yet")
    assert await kept(chromium, "token") == ""


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_is_inaccessible(scheme, chromium, daemon) -> None:
    page = await opened(chromium, daemon, notes=[NOTE], sitesOn=["mail.example"])
    await page.emulate_media(color_scheme=scheme)
    for summary in await page.locator("summary").all():
        await summary.click()
    assert await violations(page) == []

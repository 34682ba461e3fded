"""First run: it finds the daemon, pairs, and each state of the daemon has one calm sentence and heals by itself."""

import pytest
from playwright.async_api import expect

from tests.extension.tools import violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(chromium):
    return await chromium.open(f"chrome-extension://{chromium.identity}/welcome/welcome.html")


async def current(page) -> str:
    return await page.get_attribute("[aria-current]", "id")


async def test_it_leads_from_a_missing_daemon_to_a_paired_one(chromium, daemon, unused_tcp_port) -> None:
    daemon.port = unused_tcp_port
    await chromium.store(port=daemon.port)
    page = await opened(chromium)
    await expect(page.locator("#state")).to_have_text("Originlens is not running")
    assert await page.inner_text("#command-text") == "originlens serve"
    assert await page.is_visible("#install")
    assert await current(page) == "step-daemon"
    await daemon.start()
    await expect(page.locator("#state")).to_have_text("Not paired yet")
    assert await page.inner_text("#command-text") == "originlens pair"
    assert await current(page) == "step-pair"
    await page.fill("#code", "000-000")
    await page.click("#pairing button")
    await expect(page.locator("#more")).to_contain_text("wrong or has expired")
    await page.fill("#code", "417-203")
    await page.click("#pairing button")
    await expect(page.locator("#state")).to_have_text("All is ready")
    assert await current(page) == "step-read"


async def test_a_token_that_was_revoked_is_told_and_a_new_code_mends_it(chromium, daemon) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token="ol_of_yesterday")
    page = await opened(chromium)
    await expect(page.locator("#state")).to_have_text("No longer paired")
    await page.fill("#code", "417-203")
    await page.click("#pairing button")
    await expect(page.locator("#state")).to_have_text("All is ready")


@pytest.mark.parametrize(
    ("wire", "told", "command"),
    [(None, "Originlens is older than this extension", "originlens serve"),
     (2, "This extension is older than Originlens", "originlens extension")],
)  # fmt: skip
async def test_versions_that_do_not_fit_are_told_until_they_do(wire, told, command, chromium, daemon) -> None:
    daemon.wire = wire
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await opened(chromium)
    await expect(page.locator("#state")).to_have_text(told)
    assert await page.inner_text("#command-text") == command
    daemon.wire = 1
    await expect(page.locator("#state")).to_have_text("All is ready")


async def test_a_daemon_that_was_upgraded_past_us_is_sent_nothing(chromium, daemon, site) -> None:
    daemon.wire = 2
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site("<p>My aunt kept bees behind the garage until the neighbours complained.</p>"))
    await chromium.settled(page, "newer")
    assert not daemon.asked.is_set()


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_is_inaccessible(scheme, chromium, daemon) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port)
    page = await opened(chromium)
    await page.emulate_media(color_scheme=scheme)
    await page.wait_for_selector("#pairing:not([hidden])")
    assert await violations(page) == []

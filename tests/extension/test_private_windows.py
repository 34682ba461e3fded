"""Private windows: without the browser's leave the extension is not there, and without the reader's it reads nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.extension.chromium import EXTENSION, Chromium, report_of, run_chromium
from tests.extension.firefox import IDENTITY, Firefox, run_firefox

pytestmark = pytest.mark.asyncio(loop_scope="session")

OPEN = "The quick note for an open window is exactly what this fake daemon flags, always."
PRIVATE = "The quick note for a private window is exactly what this fake daemon flags, always."
# Runs in the window of Firefox itself.
PRIVATE_WINDOW = """new Promise((resolve) => {
  const opened = OpenBrowserWindow({ private: true });
  opened.addEventListener("load", () => setTimeout(() => resolve(true), 1000), { once: true });
})"""
ALLOW = """(async () => {
  const id = "originlens@originlens.invalid";
  const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  await ExtensionPermissions.add(id, { permissions: ["internal:privateBrowsingAllowed"], origins: [] });
  await (await AddonManager.getAddonByID(id)).reload();
  return true;
})()"""

WITHIN = report_of("(await chrome.tabs.query({})).find(({ incognito }) => incognito)")  # the private tab's


def sent(daemon) -> list[str]:
    return [text for batch in daemon.sent for text in batch]


async def own(firefox: Firefox) -> None:
    """Open the popup as a page anew: the one before went when the extension was loaded again."""
    firefox.popup = (
        await firefox.ask("browsingContext.create", type="tab", background=True, referenceContext=firefox.page)
    )["context"]
    await firefox.open(firefox.popup, f"moz-extension://{IDENTITY}/popup/popup.html")


async def test_a_private_window_of_chromium_is_not_read(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    seen = asyncio.Event()
    address = site(f"<p>{PRIVATE}</p>", seen=seen)
    window = "(url) => chrome.windows.create({ incognito: true, url })"
    assert await chromium.worker.evaluate(window, address) is None  # the browser tells nothing of it to the extension
    await asyncio.wait_for(seen.wait(), 30)
    page = await chromium.open(site(f"<p>{OPEN}</p>"))
    await chromium.settled(page)
    await asyncio.sleep(1)
    assert sent(daemon) == [OPEN]


@asynccontextmanager
async def running(profile: Path) -> AsyncIterator[Chromium]:
    async with run_chromium(profile, EXTENSION) as context:
        workers = context.service_workers
        worker = workers[0] if workers else await context.wait_for_event("serviceworker")
        yield Chromium(context, worker, worker.url.split("/")[2])


async def test_with_the_browsers_leave_a_private_window_of_chromium_waits_for_the_readers(
    tmp_path, daemon, site
) -> None:
    await daemon.start()
    async with running(tmp_path) as chromium:
        identity = chromium.identity
    # What the switch "Allow in Incognito" writes.
    preferences = tmp_path / "Default" / "Preferences"
    stored = json.loads(preferences.read_text("utf-8"))
    stored["extensions"]["settings"][identity]["incognito"] = True
    preferences.write_text(json.dumps(stored), "utf-8")
    async with running(tmp_path) as chromium:
        await chromium.store(port=daemon.port, token=daemon.token)
        own_page = await chromium.open(f"chrome-extension://{identity}/options/options.html")
        address = site(f"<p>{PRIVATE}</p>")
        await own_page.evaluate("(url) => chrome.windows.create({ incognito: true, url }).then(() => 1)", address)
        assert (await own_page.evaluate(WITHIN, "private"))["judged"] == 0
        assert sent(daemon) == []
        await chromium.store(privateWindows=True)
        assert (await own_page.evaluate(WITHIN, "quiet"))["judged"] == 1
        assert sent(daemon) == [PRIVATE]
        # Another tab that shows the same learns nothing from it.
        page = await chromium.open(address)
        await chromium.painted(page, {"statistical": [PRIVATE]})
        assert sent(daemon) == [PRIVATE] * 2


async def test_a_private_window_of_firefox_is_read_only_with_the_browsers_and_the_readers_leave(
    tmp_path, daemon, site
) -> None:
    await daemon.start()
    address, open_ = site(f"<p>{PRIVATE}</p>"), site(f"<p>{OPEN}</p>")
    hosts = [one.split("/")[2].split(":")[0] for one in (address, open_)]
    async with run_firefox(tmp_path, hosts) as firefox:
        stored = {"port": daemon.port, "token": daemon.token}
        await firefox.evaluate(firefox.popup, f"chrome.storage.local.set({json.dumps(stored)})")
        await firefox.open(firefox.page, open_)
        await firefox.settled()
        before = {tab["context"] for tab in (await firefox.ask("browsingContext.getTree"))["contexts"]}
        assert await firefox.chrome(PRIVATE_WINDOW)
        tabs = [tab["context"] for tab in (await firefox.ask("browsingContext.getTree"))["contexts"]]
        (private,) = [tab for tab in tabs if tab not in before]
        await firefox.open(private, address)
        await asyncio.sleep(2)
        assert PRIVATE not in sent(daemon)
        # The browser's leave alone does not do: the page says that it is left alone.
        assert await firefox.chrome(ALLOW)
        await own(firefox)
        await firefox.open(private, address)
        reported = f"({WITHIN})(%s)"
        assert (await firefox.evaluate(firefox.popup, reported % '"private"'))["judged"] == 0
        assert PRIVATE not in sent(daemon)
        # With both it is read, and another tab that shows the same learns nothing from it.
        await firefox.evaluate(firefox.popup, "chrome.storage.local.set({ privateWindows: true })")
        assert (await firefox.evaluate(firefox.popup, reported % '"quiet"'))["judged"] == 1
        await firefox.open(firefox.page, address)
        await firefox.ask("browsingContext.activate", context=firefox.page)
        assert (await firefox.settled())["judged"] == 1
        assert sent(daemon).count(PRIVATE) == 2

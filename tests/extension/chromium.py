"""Chromium with and without the extension, driven through Playwright."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page, async_playwright

SECONDS = 180  # a page that takes longer hangs
EXTENSION = Path(__file__).parents[2] / "extension"
FLAGS = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-gpu", "--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
# What the extension may never cause: a changed page. Installed before the page's own scripts.
RECORDER = """window.mutations = [];
addEventListener("load", () => new MutationObserver((records) => {
  window.mutations.push(...records.map((record) => `${record.type} ${record.target.nodeName}`));
}).observe(document, { childList: true, attributes: true, characterData: true, subtree: true }));"""
PAINTED = """() => Object.fromEntries([...CSS.highlights]
  .filter(([name, highlight]) => name.startsWith("originlens-") && highlight.size)
  .map(([name, highlight]) => [name.slice(11), [...highlight].map((range) => range.toString())]).sort())"""
_REPORT = """(state) => new Promise((resolve) => {
  const look = async () => {
    const tab = TAB;
    const port = chrome.tabs.connect(tab.id, { name: "popup" });
    port.onDisconnect.addListener(() => { void chrome.runtime.lastError; setTimeout(look, 100); });
    port.onMessage.addListener((report) => {
      if (!report.top || report.state !== state) return;
      port.disconnect();
      resolve(report);
    });
  };
  void look();
})"""


def report_of(tab: str) -> str:
    """JavaScript for a page or worker of the extension: the first report, with a state, of the tab that `tab` finds."""
    return _REPORT.replace("TAB", tab)


REPORT = report_of("(await chrome.tabs.query({ active: true }))[0]")


class Chromium:
    """A running Chromium with the extension in it."""

    def __init__(self, context: BrowserContext, worker: Any, identity: str) -> None:
        self.context, self.worker, self.identity = context, worker, identity

    async def store(self, **values: Any) -> None:
        """Put settings into the extension's storage."""
        await self.worker.evaluate("(values) => chrome.storage.local.set(values)", values)

    async def open(self, address: str) -> Page:
        """Open a page, recording every change of it."""
        page = await self.context.new_page()
        await page.add_init_script(RECORDER)
        await page.goto(address)
        return page

    async def popup(self, page: Page, path: str = "popup/popup.html") -> Page:
        """Open the popup, or another page of the extension, as a page of its own that looks at `page`."""
        await page.bring_to_front()
        tab = await self.worker.evaluate("async () => (await chrome.tabs.query({ active: true }))[0].id")
        popup = await self.context.new_page()
        await popup.set_viewport_size({"width": 368, "height": 560})
        await popup.add_init_script(f"chrome.tabs.query = async () => [{{ id: {tab} }}]")
        await popup.goto(f"chrome-extension://{self.identity}/{path}")
        return popup

    async def badged(self, page: Page, text: str) -> None:
        """Wait until the icon of `page` carries this text."""
        await page.bring_to_front()
        async with asyncio.timeout(SECONDS):
            await self.worker.evaluate(
                """async (text) => {
                  const [{ id: tabId }] = await chrome.tabs.query({ active: true });
                  const later = (resolve) => setTimeout(resolve, 50);
                  while ((await chrome.action.getBadgeText({ tabId })) !== text) await new Promise(later);
                }""",
                text,
            )

    async def painted(self, page: Page, expected: dict[str, list[str]]) -> None:
        """Wait until exactly this is painted, by kind of evidence."""
        wanted = json.dumps(dict(sorted(expected.items())), separators=(",", ":"), ensure_ascii=False)
        await page.wait_for_function(f"(wanted) => JSON.stringify(({PAINTED})()) === wanted", arg=wanted)

    async def settled(self, page: Page, state: str = "quiet") -> dict[str, Any]:
        """Wait until the page's own frame has come to this state; returns what it tells the popup."""
        await page.bring_to_front()
        async with asyncio.timeout(SECONDS):
            return await self.worker.evaluate(f"({REPORT})", state)


def requests(profile: Path) -> list[tuple[str, int, str]]:
    """Every request that the browser has begun so far: host, port, who asked (an origin; empty: the browser itself)."""
    first, *lines = (profile / "net.json").read_text("utf-8").splitlines()
    begun = json.loads(first.rstrip(",") + "}")["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = []
    for line in lines:
        # The log is still being written: its last line may be half a line.
        with contextlib.suppress(ValueError):
            event = json.loads(line.rstrip(","))
            if event.get("type") == begun and "url" in event.get("params", {}):
                address = urlsplit(event["params"]["url"])
                asked.append((address.hostname or "", address.port or 0, event["params"].get("initiator", "")))
    return asked


@asynccontextmanager
async def run_chromium(profile: Path, extension: Path | None) -> AsyncIterator[BrowserContext]:
    flags = [f"--load-extension={extension}", f"--disable-extensions-except={extension}"] if extension else []
    flags += [f"--log-net-log={profile / 'net.json'}"]
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(profile), executable_path=shutil.which("chromium"), args=[*FLAGS, *flags], locale="en-GB",
            ignore_default_args=["--disable-extensions"], viewport={"width": 1100, "height": 800},
        )  # fmt: skip
        context.set_default_timeout(30_000)
        yield context
        await context.close()

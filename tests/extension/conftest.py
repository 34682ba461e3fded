"""Chromium with and without the extension, a blank page for one content file, a site, and a daemon that obeys a test.

Pages are served under a host name that looks public, because browsers treat loopback pages differently.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import BrowserContext, Page, async_playwright

EXTENSION = Path(__file__).parents[2] / "extension"
FLAGS = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-gpu", "--host-resolver-rules=MAP *.example 127.0.0.1",
]  # fmt: skip
# What the extension may never cause: a changed page. Installed before the page's own scripts.
RECORDER = """
  window.mutations = [];
  new MutationObserver((records) => window.mutations.push(...records.map((r) => `${r.type} ${r.target.nodeName}`)))
    .observe(document, { childList: true, attributes: true, characterData: true, subtree: true });
"""
PAINTED = """() => Object.fromEntries([...CSS.highlights]
  .filter(([name, highlight]) => name.startsWith("originlens-") && highlight.size)
  .map(([name, highlight]) => [name.slice(11), [...highlight].map((range) => range.toString())]).sort())"""

NOTHING = {"p_value": None, "tokens": 20, "language": "en", "passages": [], "evidence": [], "origin": None, "reason": None}


@dataclass
class Daemon:
    """Flags "The quick ... fake daemon flags, always.", finds :contentReference marks, remembers what it was sent."""

    port: int = 0
    busy: int = 0  # how many scans are still refused as busy
    breaks: int = 0  # how many scans still end in the middle of the stream
    token: str = "ol_test"
    sent: list[list[str]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None  # answers wait until it is set
    runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/v1/scan", self.scan), web.get("/v1/health", self.health), web.post("/v1/pair", self.pair)])
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port).start()
        self.port = self.runner.addresses[0][1]

    def answer(self, block: dict[str, str]) -> dict[str, Any]:
        text, answer = block["text"], NOTHING | {"type": "block", "id": block["id"], "verdict": "no_sign"}
        if "fake daemon flags" in text:
            span = {"start": text.index("The quick"), "end": text.index("always.") + 7}
            statistic = {
                "detector": "fake", "kind": "statistical", "found": "statistic", "spans": [span], "strength": "weak",
                "detail": "", "vendor": None, "p_value": 0.0004,
            }  # fmt: skip
            passage = span | {"verdict": "llm", "p_value": 0.0004}
            answer |= {"verdict": "llm", "p_value": 0.0004, "passages": [passage], "evidence": [statistic]}
        if ":contentReference" in text:
            start = text.index(":contentReference")
            answer["evidence"] = [{
                "detector": "fake", "kind": "residue", "found": "chatgpt.oaicite", "strength": "strong", "p_value": None,
                "spans": [{"start": start, "end": start + 28}], "detail": text[start : start + 28], "vendor": "ChatGPT",
            }]  # fmt: skip
        return answer

    async def scan(self, request: web.Request) -> web.StreamResponse:
        self.asked.set()
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return problem(401, "unauthorised")
        if self.busy:
            self.busy -= 1
            return problem(429, "busy", {"Retry-After": "1"})
        body = await request.json()
        if self.gate:
            await self.gate.wait()
        self.sent.append([block["text"] for block in body["blocks"]])
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        lines = [self.answer(block) for block in body["blocks"]] + [{"type": "page", "blocks": len(body["blocks"])}]
        if self.breaks:
            self.breaks -= 1
            lines = lines[:1]
        for line in lines:
            await response.write(json.dumps(line).encode() + b"\n")
        return response

    async def health(self, request: web.Request) -> web.Response:
        known = request.headers.get("Authorization") == f"Bearer {self.token}"
        return web.json_response({"version": "0.1.0"} | ({"device": "cpu"} if known else {}))

    async def pair(self, request: web.Request) -> web.Response:
        if (await request.json())["code"] != "417-203":
            return problem(403, "wrong_code")
        return web.json_response({"token": self.token, "name": "a browser", "version": "0.1.0"})


def problem(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    body = {"type": "about:blank", "title": code, "status": status, "detail": "", "code": code, "remedy": ""}
    return web.json_response(body, status=status, content_type="application/problem+json", headers=headers)


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

    async def popup(self, page: Page) -> Page:
        """Open the popup as a page of its own that looks at `page`."""
        await page.bring_to_front()
        tab = await self.worker.evaluate("async () => (await chrome.tabs.query({ active: true }))[0].id")
        popup = await self.context.new_page()
        await popup.set_viewport_size({"width": 368, "height": 560})
        await popup.add_init_script(f"chrome.tabs.query = async () => [{{ id: {tab} }}]")
        await popup.goto(f"chrome-extension://{self.identity}/popup/popup.html")
        return popup

    async def badge(self, page: Page) -> str:
        """Text on the icon while `page` is in front."""
        await page.bring_to_front()
        return await self.worker.evaluate(
            "async () => chrome.action.getBadgeText({ tabId: (await chrome.tabs.query({ active: true }))[0].id })"
        )

    async def painted(self, page: Page, expected: dict[str, list[str]]) -> None:
        """Wait until exactly this is painted, by kind of evidence."""
        wanted = json.dumps(dict(sorted(expected.items())), separators=(",", ":"), ensure_ascii=False)
        await page.wait_for_function(f"(wanted) => JSON.stringify(({PAINTED})()) === wanted", arg=wanted)

    async def settled(self, page: Page, state: str = "quiet") -> None:
        """Wait until the page's own frame has come to this state."""
        await page.bring_to_front()
        tab = await self.worker.evaluate("async () => (await chrome.tabs.query({ active: true }))[0].id")
        await self.worker.evaluate(
            """([key, state]) => new Promise((resolve) => {
              const look = async () => {
                if ((await chrome.storage.session.get(key))[key]?.state !== state) return;
                chrome.storage.session.onChanged.removeListener(look);
                resolve();
              };
              chrome.storage.session.onChanged.addListener(look);
              void look();
            })""",
            [f"frame:{tab}:0", state],
        )


@asynccontextmanager
async def run_chromium(profile: Path, extension: Path | None) -> AsyncIterator[BrowserContext]:
    flags = [f"--load-extension={extension}", f"--disable-extensions-except={extension}"] if extension else []
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(profile), executable_path=shutil.which("chromium"), args=[*FLAGS, *flags], locale="en-GB",
            ignore_default_args=["--disable-extensions"], viewport={"width": 1100, "height": 800},
        )  # fmt: skip
        context.set_default_timeout(30_000)
        yield context
        await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bare(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    """Chromium without the extension."""
    async with run_chromium(tmp_path_factory.mktemp("bare"), None) as context:
        yield context


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chromium]:
    """Chromium with the extension, started once a file because that takes seconds."""
    async with run_chromium(tmp_path_factory.mktemp("chromium"), EXTENSION) as context:
        workers = context.service_workers
        worker = workers[0] if workers else await context.wait_for_event("serviceworker")
        yield Chromium(context, worker, worker.url.split("/")[2])


@pytest_asyncio.fixture(loop_scope="session")
async def chromium(started: Chromium) -> AsyncIterator[Chromium]:
    """Chromium with the extension as it is when new: not paired, no setting changed, no page open."""
    await started.worker.evaluate("() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")
    yield started
    for page in started.context.pages[1:]:
        await page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def blank(bare: BrowserContext) -> Callable[..., Awaitable[Page]]:
    """Open a page made of a piece of HTML with some content files added to it."""
    page = bare.pages[0]

    async def open_page(html: str, *files: str) -> Page:
        await page.goto("about:blank")
        await page.set_content(f"<!doctype html><html lang=en><body>{html}</body></html>")
        for file in files:
            await page.add_script_tag(path=EXTENSION / "content" / file)
        return page

    return open_page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[Callable[..., str]]:
    """A web server: `site(html, headers)` gives the address of a page under http://page-N.example."""
    pages: list[tuple[str, dict[str, str]]] = []

    async def serve(request: web.Request) -> web.Response:
        number = request.host.partition(".")[0].rpartition("-")[2]
        if not number.isdigit() or request.path != "/":
            raise web.HTTPNotFound
        html, headers = pages[int(number)]
        return web.Response(text=html, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    tcp = web.TCPSite(runner, "127.0.0.1", 0)
    await tcp.start()
    port = runner.addresses[0][1]

    def add(html: str, headers: dict[str, str] | None = None) -> str:
        pages.append((html, headers or {}))
        return f"http://page-{len(pages) - 1}.example:{port}/"

    yield add
    await runner.cleanup()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept; git ignores it."""
    folder = Path(__file__).parents[1] / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def daemon() -> AsyncIterator[Daemon]:
    """A daemon that is not running yet: `await daemon.start()`."""
    made = Daemon()
    yield made
    if made.runner:
        await made.runner.cleanup()

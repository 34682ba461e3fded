"""Browsers, a blank page for one content file, a site, and a daemon that obeys a test.

Pages are served under a host name that looks public, because browsers treat loopback pages differently.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import BrowserContext, Page

from tests.extension.chromium import EXTENSION, SECONDS, Chromium, run_chromium
from tests.extension.daemon import Daemon
from tests.extension.tools import install


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bare(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrowserContext]:
    """Chromium without the extension."""
    async with run_chromium(tmp_path_factory.mktemp("bare"), None) as context:
        yield context


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Chromium with the extension."""
    return tmp_path_factory.mktemp("chromium")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def started(profile: Path) -> AsyncIterator[Chromium]:
    """Chromium with the extension, started once a file because that takes seconds."""
    async with run_chromium(profile, EXTENSION) as context:
        workers = context.service_workers
        worker = workers[0] if workers else await context.wait_for_event("serviceworker")
        await asyncio.wait_for(welcomed(context), SECONDS)
        yield Chromium(context, worker, worker.url.split("/")[2])


async def welcomed(context: BrowserContext) -> None:
    """Close the page that a fresh extension opens, so that it comes in front of no other."""
    while not (opened := [page for page in context.pages if page.url.endswith("/welcome/welcome.html")]):
        await asyncio.sleep(0.05)
    await opened[0].close()


@pytest.fixture(scope="session")
def tools() -> None:
    """The tools that package.json names are there."""
    install()


@pytest_asyncio.fixture(loop_scope="session")
async def visiting(started: Chromium) -> AsyncIterator[Chromium]:
    """Chromium whose pages are closed after a test, however it ended: one left open is judged beside the next one's."""
    yield started
    for page in started.context.pages[1:]:
        await page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chromium(visiting: Chromium) -> Chromium:
    """Chromium with the extension as it is when new: not paired, no setting changed, no page open."""
    await visiting.worker.evaluate("() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")
    return visiting


@pytest_asyncio.fixture(loop_scope="session")
async def blank(bare: BrowserContext) -> Callable[..., Awaitable[Page]]:
    """Open a page made of a piece of HTML, with the content files up to `last` added in the manifest's order."""
    page = bare.pages[0]
    manifest = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    files = [EXTENSION / file for file in manifest["content_scripts"][0]["js"]]

    async def open_page(html: str, last: str) -> Page:
        await page.goto("about:blank")
        await page.set_content(f"<!doctype html><html lang=en><body>{html}</body></html>")
        until = files.index(EXTENSION / "content" / last) + 1
        await page.add_script_tag(content="\n".join(file.read_text("utf-8") for file in files[:until]))
        return page

    return open_page


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[Callable[..., str]]:
    """A web server: `site(html, headers)` gives the address of a page under http://page-N.example.

    `site(folder=...)` serves page.html and the files beside it; `host` is one more label of the host name.
    In them `{elsewhere}` stands for another origin that serves the same folder.
    """
    pages: list[tuple[str, Path | None, dict[str, str]]] = []
    awaited: dict[int, asyncio.Event] = {}

    async def serve(request: web.Request) -> web.Response:
        number = request.host.partition(".")[0].rpartition("-")[2]
        if not number.isdigit() or (request.path != "/" and pages[int(number)][1] is None):
            raise web.HTTPNotFound
        html, folder, headers = pages[int(number)]
        if int(number) in awaited:
            awaited[int(number)].set()
        if folder:
            file = folder / (request.path.lstrip("/") or "page.html")
            if not file.is_file():
                raise web.HTTPNotFound
            html = file.read_text("utf-8").replace(
                "{elsewhere}", f"http://elsewhere-{number}.example:{request.url.port}"
            )
        told = headers if request.path == "/" else {}
        kind = told.get("Content-Type", "text/html")
        rest = {name: value for name, value in told.items() if name != "Content-Type"}
        return web.Response(text=html, content_type=kind, charset="utf-8", headers=rest)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    tcp = web.TCPSite(runner, "127.0.0.1", 0)
    await tcp.start()
    port = runner.addresses[0][1]

    def add(
        html: str = "",
        headers: dict[str, str] | None = None,
        folder: Path | None = None,
        host: str = "",
        seen: asyncio.Event | None = None,
    ) -> str:
        pages.append((html, folder, headers or {}))
        if seen:
            awaited[len(pages) - 1] = seen
        return f"http://page-{len(pages) - 1}.{host + '.' if host else ''}example:{port}/"

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

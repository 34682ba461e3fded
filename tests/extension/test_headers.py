"""What a server declares in its response reaches the daemon where it may be read, and belongs to the page that it came with."""

import asyncio
import json
import shutil
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.chromium import EXTENSION, Chromium, run_chromium
from tests.extension.daemon import Daemon
from tests.extension.firefox import run_firefox

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAIN = "<p>My aunt kept bees behind the garage until one summer the neighbours complained about the noise.</p>"
DECLARED = {"AI-Disclosure": "mode=ai-generated", "Content-Language": "en", "X-Secret": "never"}
READ = {"ai-disclosure": "mode=ai-generated", "content-language": "en"}
MODULE = "const { keep, claim, of } = await import('/background/headers.js');"
LISTENS = """async (wanted) => {
  while (chrome.webRequest.onResponseStarted.hasListeners() !== wanted) await new Promise((later) => setTimeout(later, 20));
}"""
FORGOTTEN = """async () => {
  const kept = async () => Object.keys(await chrome.storage.session.get(null)).some((key) => key.startsWith("headers:"));
  while (await kept()) await new Promise((later) => setTimeout(later, 20));
}"""
HERE = "{ document: 'one', moved: false }, 'https://a.example/b'"


class Listening(Daemon):
    """Remembers the documents that it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[dict[str, Any]] = []

    async def scan(self, request):
        """Answers, and remembers the document."""
        if document := (await request.json()).get("document"):
            self.documents.append(document)
        return await super().scan(request)


@pytest_asyncio.fixture(loop_scope="session")
async def daemon():
    made = Listening()
    await made.start()
    yield made
    await made.runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def copy(tmp_path_factory):
    """Chromium with the extension, allowed from the start what it else asks for in a prompt that no test can click."""
    extension = tmp_path_factory.mktemp("copies") / "extension"
    shutil.copytree(EXTENSION, extension)
    manifest = json.loads((extension / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"] += manifest["optional_host_permissions"]
    (extension / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    async with run_chromium(tmp_path_factory.mktemp("permitted"), extension) as context:
        worker = (
            context.service_workers[0] if context.service_workers else await context.wait_for_event("serviceworker")
        )
        yield Chromium(context, worker, worker.url.split("/")[2])


@pytest_asyncio.fixture(loop_scope="session")
async def permitted(copy):
    """The same without the pages of the test before."""
    yield copy
    for page in copy.context.pages[1:]:
        await page.close()


async def listening(chromium: Chromium, daemon: Daemon, **stored: Any) -> None:
    """Pair, and wait until the worker listens to responses or does not, as the settings say."""
    await chromium.worker.evaluate("() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")
    await chromium.store(port=daemon.port, token=daemon.token, **stored)
    await chromium.worker.evaluate(LISTENS, stored.get("headers", False))


async def test_a_declaration_of_the_server_goes_with_the_page(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    await permitted.settled(await permitted.open(site(PLAIN, DECLARED)))
    assert [document["headers"] for document in daemon.documents] == [READ]
    kept = await permitted.worker.evaluate("chrome.storage.session.get(null)")
    assert [value["told"] for key, value in kept.items() if key.startswith("headers:")] == [READ]
    assert "example" not in json.dumps({key: value for key, value in kept.items() if key.startswith("headers:")})


async def test_a_page_whose_server_declares_nothing_says_that(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    await permitted.settled(await permitted.open(site(PLAIN)))
    assert [document["headers"] for document in daemon.documents] == [{}]


async def test_without_the_readers_wish_nothing_is_read(permitted, daemon, site) -> None:
    await listening(permitted, daemon)
    await permitted.settled(await permitted.open(site(PLAIN, DECLARED)))
    assert ["headers" in document for document in daemon.documents] == [False]


async def test_without_the_browsers_permission_nothing_is_read(chromium, daemon, site) -> None:
    await chromium.store(port=daemon.port, token=daemon.token, headers=True)
    await chromium.settled(await chromium.open(site(PLAIN, DECLARED)))
    assert ["headers" in document for document in daemon.documents] == [False]
    assert not await chromium.worker.evaluate("chrome.webRequest.onResponseStarted.hasListeners()")


async def test_a_page_is_not_given_the_headers_of_the_page_before(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    page = await permitted.open(site(PLAIN, DECLARED))
    await permitted.settled(page)
    await page.goto(site(PLAIN.replace("aunt", "uncle")))
    await permitted.settled(page)
    assert [document["headers"] for document in daemon.documents] == [READ, {}]


async def test_a_page_out_of_the_browsers_store_keeps_its_headers(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    address = site(PLAIN, DECLARED | {"Cache-Control": "max-age=600"})
    for visit in ("first", "second"):
        daemon.generation = visit  # else the second would be answered from memory
        page = await permitted.open(address)
        await permitted.settled(page)
        await page.close()
    assert [document["headers"] for document in daemon.documents] == [READ, READ]


async def test_a_page_that_moves_on_by_itself_leaves_the_declaration_behind(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    page = await permitted.open(site(PLAIN, DECLARED))
    await permitted.settled(page)
    await page.evaluate(
        "(html) => { history.pushState(null, '', '/two'); document.body.innerHTML = html; }",
        PLAIN.replace("aunt", "uncle"),
    )
    async with asyncio.timeout(30):
        while len(daemon.documents) < 2:
            await asyncio.sleep(0.05)
    assert [document.get("headers") for document in daemon.documents] == [READ, None]


async def test_a_closed_tab_is_forgotten(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    page = await permitted.open(site(PLAIN, DECLARED))
    await permitted.settled(page)
    await page.close()
    await permitted.worker.evaluate(FORGOTTEN)


async def test_the_switch_works_where_the_browser_allows_it(permitted, daemon) -> None:
    await listening(permitted, daemon)
    page = await permitted.open(f"chrome-extension://{permitted.identity}/options/options.html")
    switch = page.locator("#headers")
    await expect(switch).not_to_be_checked()
    await switch.click()
    await permitted.worker.evaluate(LISTENS, True)
    await expect(switch).to_be_checked()
    await switch.click()
    await permitted.worker.evaluate(LISTENS, False)
    await expect(switch).not_to_be_checked()


async def test_switching_it_off_forgets_every_page(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    await permitted.settled(await permitted.open(site(PLAIN, DECLARED)))
    await permitted.store(headers=False)
    await permitted.worker.evaluate(FORGOTTEN)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([["AI-Disclosure", "mode=none"], ["Set-Cookie", "a=b"]], {"ai-disclosure": "mode=none"}),
        ([["Link", "<a>; rel=x"], ["link", "<b>; rel=y"]], {"link": "<a>; rel=x, <b>; rel=y"}),
        ([["link", "x" * 8192], ["tdm-policy", "x" * 8193]], {"link": "x" * 8192}),
        ([["link", "x" * 8000], ["link", "x" * 8000], ["content-usage", "ai=n"]], {"content-usage": "ai=n"}),
        ([["ai-disclosure", None]], {}),
    ],
)
async def test_only_what_declares_something_is_kept(sent, told, permitted, daemon) -> None:
    await listening(permitted, daemon, headers=True)
    page = await permitted.open(f"chrome-extension://{permitted.identity}/welcome/welcome.html")
    kept = await page.evaluate(
        f"""async (sent) => {{
          {MODULE}
          const responseHeaders = sent.map(([name, value]) => ({{ name, ...(value === null ? {{}} : {{ value }}) }}));
          keep({{ tabId: 7, url: "https://a.example/b", responseHeaders }});
          await claim(7, {HERE});
          return of(7, "one");
        }}""",
        sent,
    )
    assert kept == told


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (f"await claim(7, {HERE});", True),
        (f"await claim(7, {HERE}); await claim(7, {HERE});", True),
        ("await claim(7, { document: 'one', moved: false }, 'https://a.example/b#c');", True),
        ("await claim(7, { document: 'one', moved: false }, 'https://a.example/other');", False),
        ("await claim(7, { document: 'one', moved: true }, 'https://a.example/b');", False),
        (f"await claim(8, {HERE});", False),
        (f"await claim(7, {HERE}); await claim(7, {{ document: 'two', moved: false }}, 'https://b.example/');", False),
        (f"await claim(7, {HERE}); await claim(7, {{ document: 'one', moved: true }}, 'https://a.example/c');", False),
        # A page that is slow to say hello does not take what the next one in its tab was sent.
        (f"await claim(7, {{ document: 'slow', moved: false }}, 'https://a.example/'); await claim(7, {HERE});", True),
        (
            f"keep({{ tabId: 7, url: 'https://b.example/', documentLifecycle: 'prerender' }}); await claim(7, {HERE});",
            True,
        ),
    ],
)
async def test_headers_belong_to_the_page_that_they_came_with(steps, told, permitted, daemon) -> None:
    await listening(permitted, daemon, headers=True)
    page = await permitted.open(f"chrome-extension://{permitted.identity}/welcome/welcome.html")
    kept = await page.evaluate(
        f"""async () => {{
          {MODULE}
          keep({{ tabId: 7, url: "https://a.example/b", responseHeaders: [{{ name: "link", value: "x" }}] }});
          {steps}
          return of(7, "one");
        }}"""
    )
    assert kept == ({"link": "x"} if told else None)


async def test_in_firefox_too(daemon, site, tmp_path) -> None:
    address = site(PLAIN, DECLARED)
    stored = {"port": daemon.port, "token": daemon.token}
    async with run_firefox(tmp_path, [address.split("/")[2].split(":")[0]]) as firefox:
        await firefox.evaluate(firefox.popup, f"chrome.storage.local.set({json.dumps(stored)})")
        await firefox.open(firefox.page, address)
        await firefox.settled()
        assert ["headers" in document for document in daemon.documents] == [False]
        await firefox.evaluate(firefox.popup, "chrome.storage.local.set({ headers: true })")
        # When the background has heard of it cannot be seen from here.
        async with asyncio.timeout(60):
            while "headers" not in daemon.documents[-1]:
                await firefox.open(firefox.page, address)
                await firefox.settled()
    assert daemon.documents[-1]["headers"] == READ


# The last of its file: the fixture's handle of the worker does not outlive it.
async def test_a_response_wakes_a_sleeping_worker_that_forgot_nothing(permitted, daemon, site) -> None:
    await listening(permitted, daemon, headers=True)
    page = await permitted.context.new_page()
    session = await permitted.context.new_cdp_session(page)

    async def sleep() -> None:
        while workers := [
            one["targetId"]
            for one in (await session.send("Target.getTargets"))["targetInfos"]
            if one["type"] == "service_worker"
        ]:
            await session.send("Target.closeTarget", {"targetId": workers[0]})
            await asyncio.sleep(0.1)

    async def sent(count: int) -> None:
        async with asyncio.timeout(30):
            while len(daemon.documents) < count:
                await asyncio.sleep(0.05)

    await sleep()
    await page.goto(site(PLAIN, DECLARED))
    await sent(1)
    await sleep()
    # A changed setting makes the page ask anew: of a worker that has just begun.
    own = await permitted.open(f"chrome-extension://{permitted.identity}/welcome/welcome.html")
    await own.evaluate("chrome.storage.local.set({ falseAlarms: 0.01 })")
    await page.bring_to_front()
    await sent(2)
    assert [document.get("headers") for document in daemon.documents] == [READ, READ]

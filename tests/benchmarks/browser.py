"""python -m tests.benchmarks.browser [cost|idle|highlight|firefox|tabs ...]: what the extension costs a page.

All but `firefox`, which is `highlight` there, is measured in Chromium.
Times of a content script are thread times of the page's main thread where the trace has them, else wall times.
"""

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from playwright.async_api import Page

from tests.benchmarks.daemon import daemon
from tests.benchmarks.texts import page as paragraphs
from tests.extension.cases import PAGES
from tests.extension.chromium import EXTENSION, Chromium, run_chromium
from tests.extension.firefox import run_firefox
from tests.extension.stand_in import StandIn

ROUNDS, VISITS, TABS, IDLE_SECONDS, ARTICLE_WORDS = 5, 10, 10, 10, 2000
PATIENCE = 20_000  # milliseconds until a highlight that does not come is an error
FLAGGED = (
    "Urban green roofs offer a wide range of environmental, social, and economic benefits, making them an increasingly "
    "popular choice for modern cities. First and foremost, they play a crucial role in managing stormwater by absorbing "
    "rainfall and reducing the burden on drainage systems. Additionally, green roofs help to mitigate the urban heat "
    "island effect, improve air quality, and provide valuable habitats for pollinators. Furthermore, they can "
    "significantly enhance a building's energy efficiency by providing an additional layer of insulation. Ultimately, by "
    "integrating nature into the built environment, communities can foster a more sustainable, resilient, and livable "
    "future for generations to come."
)
# Milliseconds from the load event to the first painted highlight.
FIRST_PAINT = """window.firstPaint = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("no highlight came")), PATIENCE);
  let loaded;
  addEventListener("load", () => { loaded = performance.now(); });
  const look = () => {
    const painted = [...CSS.highlights].some(([name, one]) => name.startsWith("originlens-") && one.size);
    if (painted) resolve(Math.max(0, performance.now() - (loaded ?? performance.now())));
    else setTimeout(look, 4);
  };
  look();
});""".replace("PATIENCE", str(PATIENCE))


@asynccontextmanager
async def chromium(port: int, token: str) -> AsyncIterator[Chromium]:
    """Chromium with the extension, paired with a daemon."""
    with TemporaryDirectory() as folder:
        async with run_chromium(Path(folder), EXTENSION) as context:
            workers = context.service_workers
            worker = workers[0] if workers else await context.wait_for_event("serviceworker")
            browser = Chromium(context, worker, worker.url.split("/")[2])
            await browser.store(port=port, token=token)
            yield browser


@asynccontextmanager
async def site(pages: dict[str, str]) -> AsyncIterator[Callable[[str], str]]:
    """A web server of some pages; gives the address of each under a public-looking name."""

    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=pages.get(request.path.strip("/"), ""), content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield lambda name: f"http://www.example:{runner.addresses[0][1]}/{name}"
    await runner.cleanup()


def blocks(events: list[dict[str, Any]]) -> list[float]:
    """Milliseconds of each task of the page's main thread that went to the extension's code, what it calls included."""
    ours = [one for one in events if "dur" in one and _is_ours(one)]
    held: list[float] = []
    task, ends = -1.0, -1.0
    tasks = sorted((one["ts"], one["ts"] + one["dur"]) for one in events if one["name"] == "RunTask" and "dur" in one)
    for call in sorted(ours, key=lambda one: (one["ts"], -one["dur"])):
        if call["ts"] < ends:
            continue  # called by one that is counted already
        ends = call["ts"] + call["dur"]
        began = max((start for start, end in tasks if start <= call["ts"] <= end), default=call["ts"])
        if began != task:
            held.append(0.0)
        task = began
        held[-1] += call.get("tdur", call["dur"]) / 1000
    return held


def _is_ours(event: dict[str, Any]) -> bool:
    """Calls into the world of the content script, and the first run of its files."""
    told = event.get("args", {})
    if event["name"] == "v8.callFunction":
        return told.get("worldName") == "Originlens"
    return event["name"] == "EvaluateScript" and "chrome-extension://" in str(told.get("data", {}).get("url", ""))


@asynccontextmanager
async def traced(browser: Chromium, page: Page) -> AsyncIterator[list[float]]:
    """Fill a list with what the extension held the page's main thread for meanwhile."""
    session = await browser.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    done = asyncio.Event()
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.set())
    await session.send(
        "Tracing.start",
        {"categories": "devtools.timeline,disabled-by-default-devtools.timeline,v8", "transferMode": "ReportEvents"},
    )
    held: list[float] = []
    yield held
    await session.send("Tracing.end")
    await done.wait()
    held += blocks(events)


def show(name: str, figure: str, detail: str) -> None:
    print(f"{name:<10} {figure:<34} {detail}", flush=True)


async def cost() -> None:
    """The page of 20,000 words, from its load until all is judged and painted."""
    text = (PAGES / "twenty_thousand_words" / "page.html").read_text("utf-8")
    stand_in = StandIn()
    await stand_in.start()
    longest, totals = [], []
    async with chromium(stand_in.port, stand_in.token) as browser, site({"long": text}) as address:
        for _ in range(ROUNDS):
            page = await browser.context.new_page()
            async with traced(browser, page) as held:
                await page.goto(address("long"))
                await page.wait_for_function("CSS.highlights.get('originlens-statistical')?.size")
                await browser.settled(page)
            await page.close()
            longest.append(max(held))
            totals.append(sum(held))
    show(
        "cost",
        f"{statistics.median(longest):.0f} ms at most, {statistics.median(totals):.0f} ms in all",
        f"of the main thread on 20,000 words; longest {max(longest):.0f} ms, most {max(totals):.0f} ms in {ROUNDS} loads",
    )


async def idle() -> None:
    """A page that was read and then does nothing."""
    stand_in = StandIn()
    await stand_in.start()
    text = (PAGES / "kinds" / "page.html").read_text("utf-8")
    async with chromium(stand_in.port, stand_in.token) as browser, site({"idle": text}) as address:
        page = await browser.open(address("idle"))
        await browser.settled(page)
        async with traced(browser, page) as held:
            await asyncio.sleep(IDLE_SECONDS)
    show(
        "idle",
        f"{sum(held):.1f} ms",
        f"of the main thread in {IDLE_SECONDS} s on a page that was read, {len(held)} calls",
    )


def article(number: int) -> str:
    """About ARTICLE_WORDS words that no daemon has seen, of which the first passage is flagged."""
    texts = [f"{FLAGGED} This is note {number} of the series."]
    for text in paragraphs(f"browser {number}", 200):
        if sum(len(each.split()) for each in texts) >= ARTICLE_WORDS:
            break
        texts.append(text)
    body = "".join(f"<p>{text}</p>" for text in texts)
    return f"<!doctype html><html lang=en><title>Note {number}</title><body style='max-width:42rem;margin:auto'>{body}"


async def highlight() -> None:
    """Load to first highlight on an article, with the bundled detectors: first visit, and again."""
    pages = {f"a{n}": article(n) for n in range(VISITS + 1)}
    first, again = [], []
    with daemon() as server:
        port = int(server.url.rstrip("/").rsplit(":", 1)[1])
        async with chromium(port, server.token) as browser, site(pages) as address:
            for n in range(VISITS + 1):
                for times in (first, again):
                    page = await browser.context.new_page()
                    await page.add_init_script(FIRST_PAINT)
                    await page.goto(address(f"a{n}"))
                    took = await page.evaluate("window.firstPaint")
                    await browser.settled(page)
                    await page.close()
                    if n:  # the first article warms up the browser and the model
                        times.append(took)
    _show_highlight("highlight", first, again)


def _show_highlight(name: str, first: list[float], again: list[float]) -> None:
    show(
        name,
        f"{statistics.median(first):.0f} ms, again {statistics.median(again):.0f} ms",
        f"median from load to first highlight, {ARTICLE_WORDS:,} words; {min(first):.0f} to {max(first):.0f} and "
        f"{min(again):.0f} to {max(again):.0f} in {VISITS} articles",
    )


async def firefox() -> None:
    """As `highlight`, in Firefox."""
    pages = {f"a{n}": article(n) for n in range(VISITS + 1)}
    first, again = [], []
    with daemon() as server, TemporaryDirectory() as folder:
        port = int(server.url.rstrip("/").rsplit(":", 1)[1])
        async with run_firefox(Path(folder), ["www.example"]) as browser, site(pages) as address:
            stored = json.dumps({"port": port, "token": server.token})
            await browser.evaluate(browser.popup, f"chrome.storage.local.set({stored})")
            await browser.ask("script.addPreloadScript", functionDeclaration=f"() => {{ {FIRST_PAINT} }}")
            for n in range(VISITS + 1):
                for times in (first, again):
                    tab = (await browser.ask("browsingContext.create", type="tab"))["context"]
                    await browser.open(tab, address(f"a{n}"))
                    took = await browser.evaluate(tab, "window.firstPaint")
                    await browser.settled()
                    await browser.ask("browsingContext.close", context=tab)
                    if n:  # the first article warms up the browser and the model
                        times.append(took)
    _show_highlight("firefox", first, again)


async def tabs() -> None:
    """Ten tabs, of which six show the same article, which the reader then looks at one after another."""
    stand_in = StandIn()
    await stand_in.start()
    pages = {f"a{n}": article(n) for n in range(TABS // 2)}
    async with chromium(stand_in.port, stand_in.token) as browser, site(pages) as address:
        opened = [await browser.open(address(name)) for name in [*pages, *["a0"] * (TABS - len(pages))]]
        for page in [*opened, *opened]:
            await browser.settled(page)
    sent = [text for batch in stand_in.sent for text in batch]
    show(
        "tabs",
        f"{len(sent) - len(set(sent))} texts sent twice",
        f"{len(sent)} sent from {TABS} tabs, each looked at twice",
    )


BENCHMARKS: dict[str, Callable[[], Awaitable[None]]] = {
    "cost": cost,
    "idle": idle,
    "highlight": highlight,
    "firefox": firefox,
    "tabs": tabs,
}


async def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"unknown benchmark {unknown[0]!r}; known: {', '.join(BENCHMARKS)}")
    for name in names or BENCHMARKS:
        await BENCHMARKS[name]()


asyncio.run(main(sys.argv[1:]))

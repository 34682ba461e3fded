"""Pictures of every surface: `python -m tests.extension.screenshots FOLDER`.

Page, card, panel, popup, options, first run and the states of the daemon, in light and dark, at 360, 800 and 1,400
pixels, in Chromium, with a daemon that answers as the pictures need; and a page that carries every mark, with the real one.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import Page

from tests.extension.chromium import EXTENSION, Chromium, run_chromium
from tests.extension.daemon import NOTHING, Daemon
from tests.extension.everything import pictures

WIDTHS = (360, 800, 1400)
SCHEMES = ("light", "dark")
ARTICLE = (Path(__file__).parent / "screenshots.html").read_text("utf-8")
# Parts of the article, and what the daemon says of the paragraph that holds each.
STATISTIC, PART, WATERMARK, LEFTOVER, HIDDEN = (
    "represents a transformative",
    "It is important to recognise",
    "Local authorities have announced",
    "turn0search4",
    "Tickets cost",
)


class Illustrated(Daemon):
    """Answers the article as the pictures need it."""

    def answer(self, block: dict[str, str]) -> dict[str, Any]:
        text = block["text"]
        answer = NOTHING | {"type": "block", "id": block["id"], "verdict": "no_sign", "tokens": len(text.split())}

        def evidence(kind: str, found: str, part: str, **more: Any) -> dict[str, Any]:
            start = text.index(part)
            row = {"detector": "fake", "kind": kind, "found": found, "strength": "weak", "detail": "", "vendor": None}
            return row | {"p_value": None, "spans": [{"start": start, "end": start + len(part)}]} | more

        def flagged(part: str, p_value: float, verdict: str) -> dict[str, Any]:
            one = evidence("statistical", "statistic", part, p_value=p_value)
            return {
                "verdict": verdict,
                "passages": [one["spans"][0] | {"verdict": verdict, "p_value": p_value}],
                "evidence": [one],
            }

        if STATISTIC in text:
            answer |= flagged(text, 0.00031, "llm")
        elif PART in text:
            answer |= flagged(text[text.index(PART) :], 0.0009, "mixed")
        elif WATERMARK in text:
            answer |= flagged(text, 0.00052, "llm")
            answer["evidence"].append(evidence("watermark", "synthid", text, strength="proof", vendor="Gemini"))
            answer["origin"] = {"family": "google", "vendor": "Gemini", "probability": None}
        elif LEFTOVER in text:
            mark = "citeturn0search4"
            answer["evidence"] = [
                evidence(
                    "residue", "chatgpt.cite", mark, strength="strong", detail=mark, vendor="ChatGPT", family="openai"
                )
                | {"covers": [{"start": 0, "end": len(text)}]}
            ]
        elif HIDDEN in text:
            answer["evidence"] = [evidence("hidden", "zero-width", text, detail="3 zero-width spaces")]
        elif len(text.split()) < 12:
            answer |= {"verdict": "too_short", "reason": {"code": "too_short", "sentence": ""}}
        return answer

    async def page(self, request: web.Request) -> web.Response:
        return web.Response(text=ARTICLE, content_type="text/html")


class Camera:
    """Takes each picture in both schemes, at the widths that are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def take(self, page: Page, name: str, widths: tuple[int, ...] = WIDTHS, *, full: bool = False) -> None:
        await page.bring_to_front()
        for width in widths:
            await page.set_viewport_size({"width": width, "height": 860})
            for scheme in SCHEMES:
                await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                await page.wait_for_timeout(150)
                await page.screenshot(path=self.folder / f"{name}-{width}-{scheme}.png", full_page=full)
        await page.emulate_media(color_scheme="light")


async def own(chromium: Chromium, path: str, tab: int | None = None, width: int = 800) -> Page:
    """Open a page of the extension; `tab` is the one that it looks at."""
    page = await chromium.context.new_page()
    await page.set_viewport_size({"width": width, "height": 860})
    if tab is not None:
        await page.add_init_script(f"chrome.tabs.query = async () => [{{ id: {tab} }}]")
    await page.goto(f"chrome-extension://{chromium.identity}/{path}")
    await page.wait_for_timeout(500)
    return page


async def article(chromium: Chromium, host: str, port: int) -> tuple[Page, int]:
    page = await chromium.context.new_page()
    await page.goto(f"http://{host}:{port}/")
    await page.bring_to_front()
    tab = await chromium.worker.evaluate("async () => (await chrome.tabs.query({ active: true }))[0].id")
    return page, tab


async def surfaces(chromium: Chromium, daemon: Illustrated, camera: Camera, port: int) -> None:
    """What a paired reader sees."""
    await chromium.store(port=daemon.port, token=daemon.token, memory=True, sites={"harbour.example": [10, 7]})
    page, tab = await article(chromium, "harbour.example", port)
    await chromium.settled(page)
    await camera.take(page, "page")
    await chromium.worker.evaluate("(tab) => chrome.tabs.sendMessage(tab, { type: 'step', by: 1 })", tab)
    await page.wait_for_timeout(600)
    for name in ("card-suspicion", "card-watermark"):
        await camera.take(page, name)
        for _ in range(2):
            await chromium.worker.evaluate("(tab) => chrome.tabs.sendMessage(tab, { type: 'step', by: 1 })", tab)
        await page.wait_for_timeout(600)
    await page.keyboard.press("Escape")
    panel = await own(chromium, "panel/panel.html", tab, 360)
    await panel.wait_for_selector("#page:not([hidden])")
    await camera.take(panel, "panel", full=True)
    popup = await own(chromium, "popup/popup.html", tab, 360)
    await popup.wait_for_selector("#findings > li")
    await camera.take(popup, "popup-found", (368,), full=True)
    await popup.fill(
        "#text",
        "Nobody had asked the ferryman, and he said so.\n\nThis project represents a transformative step for all of us.",
    )
    await popup.click("#check .main")
    await popup.wait_for_selector("#checked-blocks > li")
    await camera.take(popup, "popup-text", (368,), full=True)
    await chromium.store(
        notes=[
            {
                "text": "The ferry left at six and nobody was on it.",
                "kinds": ["statistical"],
                "p_value": 0.0008,
                "when": 1795600000000,
            }
        ],
        sitesOn=["mail.example.org"],
        siteModes={"news.example": "quiet"},
    )
    options = await own(chromium, "options/options.html")
    await options.wait_for_selector("#detectors > li")
    await camera.take(options, "options", full=True)
    welcome = await own(chromium, "welcome/welcome.html")
    await camera.take(welcome, "welcome-ready", full=True)
    for state, host in {"mail": "mail.example", "signin": "login.example"}.items():
        _, held = await article(chromium, host, port)
        await camera.take(await own(chromium, "popup/popup.html", held, 368), f"popup-{state}", (368,), full=True)
    await chromium.store(mode="demand")
    _, waiting = await article(chromium, "news.harbour.example", port)
    await camera.take(await own(chromium, "popup/popup.html", waiting, 368), "popup-waiting", (368,), full=True)


async def states(chromium: Chromium, daemon: Illustrated, camera: Camera) -> None:
    """What stands in the way, and the one thing to do."""
    for name, wire, stored in (
        ("unpaired", 1, {"token": ""}), ("revoked", 1, {"token": "old"}),
        ("older", None, {"token": daemon.token}), ("newer", 2, {"token": daemon.token}),
        ("missing", 1, {"token": daemon.token, "port": 9}),
    ):  # fmt: skip
        daemon.wire = wire
        await chromium.store(port=daemon.port)
        await chromium.store(**stored)
        await camera.take(await own(chromium, "popup/popup.html", None, 368), f"popup-{name}", (368,), full=True)
        if name in ("missing", "unpaired"):
            await camera.take(await own(chromium, "welcome/welcome.html"), f"welcome-{name}", full=True)


async def busy(chromium: Chromium, daemon: Illustrated, camera: Camera, port: int) -> None:
    """A daemon whose queue is full: on the page's own popup, and where a text was pasted."""
    daemon.wire, daemon.busy = 1, 1_000_000
    daemon.generation = "another"  # else the article would be answered from memory
    await chromium.store(port=daemon.port, token=daemon.token, mode="highlight")
    _, tab = await article(chromium, "other.harbour.example", port)
    popup = await own(chromium, "popup/popup.html", tab, 368)
    await camera.take(popup, "popup-busy", (368,), full=True)
    await popup.fill("#text", "Nobody had asked the ferryman, and he said so.")
    await popup.click("#check .main")
    await camera.take(popup, "popup-busy-text", (368,), full=True)
    daemon.busy = 0


async def main(folder: Path) -> None:
    daemon, camera = Illustrated(), Camera(folder)
    await daemon.start()
    site = web.Application()
    site.router.add_get("/", daemon.page)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    with tempfile.TemporaryDirectory() as profile:
        async with run_chromium(Path(profile), EXTENSION) as context:
            workers = context.service_workers
            worker = workers[0] if workers else await context.wait_for_event("serviceworker")
            chromium = Chromium(context, worker, worker.url.split("/")[2])
            await surfaces(chromium, daemon, camera, runner.addresses[0][1])
            await busy(chromium, daemon, camera, runner.addresses[0][1])
            await states(chromium, daemon, camera)
            with tempfile.TemporaryDirectory() as home:
                await pictures(chromium, camera.take, Path(home))
    await runner.cleanup()
    if daemon.runner:
        await daemon.runner.cleanup()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target))

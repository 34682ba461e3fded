"""Firefox with the extension, driven through WebDriver BiDi over a plain WebSocket."""

import asyncio
import base64
import contextlib
import itertools
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.extension.chromium import EXTENSION, PAINTED, RECORDER, REPORT, SECONDS

# Firefox makes up the address of an extension for each profile, unless told.
IDENTITY = "6a1f0c55-3f0e-4a56-9c7b-0d6f3a0e7717"

LOG = "net"


def requests(profile: Path) -> list[tuple[str, int, str]]:
    """Every HTTP request that the browser has sent so far: host, port, who asked (Origin or Referer; empty: itself)."""
    lines = [line for file in profile.glob(f"{LOG}*") for line in file.read_text("utf-8", "replace").splitlines()]
    text = "\n".join(re.sub(r"^\[.*?\]: ./nsHttp ", "", line) for line in lines)
    asked = []
    for request in re.findall(r"^http request \[\n(.*?)\n\]$", text, re.DOTALL | re.MULTILINE):
        headers = dict(re.findall(r"^\s+([\w-]+): (.*?)\s*$", request, re.MULTILINE))
        host, _, port = headers.get("Host", "").partition(":")
        asked.append((host, int(port or 0), headers.get("Origin") or headers.get("Referer", "")))
    return asked


class Firefox:
    """A running Firefox: `page` shows web pages, `popup` holds the extension's popup as a page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket, self.numbers = socket, itertools.count(1)
        self.waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.listening = asyncio.create_task(self._listen())
        self.page = self.popup = ""

    async def _listen(self) -> None:
        async for message in self.socket:
            answer = json.loads(message.data)
            future = self.waiting.pop(answer.get("id"), None)
            if future and not future.done():
                future.set_result(answer)

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """One BiDi command. Raises RuntimeError with the browser's own words."""
        number = next(self.numbers)
        self.waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self.waiting[number], SECONDS)
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    async def evaluate(self, context: str, script: str) -> Any:
        """The value of an expression, awaited."""
        expression = f"(async () => JSON.stringify((await ({script})) ?? null))()"
        answer = await self.ask(
            "script.evaluate", expression=expression, target={"context": context}, awaitPromise=True
        )
        if answer["type"] != "success":
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return json.loads(answer["result"]["value"])

    async def start(self) -> None:
        """Install the extension and open its popup as a page."""
        await self.ask("session.new", capabilities={})
        await self.ask("webExtension.install", extensionData={"type": "path", "path": str(EXTENSION)})
        await self.ask("script.addPreloadScript", functionDeclaration=f"() => {{ {RECORDER} }}")
        await asyncio.wait_for(self.welcomed(), SECONDS)
        self.page = (await self.ask("browsingContext.getTree"))["contexts"][0]["context"]
        self.popup = (await self.ask("browsingContext.create", type="tab"))["context"]
        await self.open(self.popup, f"moz-extension://{IDENTITY}/popup/popup.html")
        await self.ask("browsingContext.activate", context=self.page)

    async def welcomed(self) -> None:
        """Close the page that a fresh extension opens, so that it comes in front of no other."""
        while True:
            for tab in (await self.ask("browsingContext.getTree"))["contexts"]:
                if tab["url"].endswith("/welcome/welcome.html"):
                    await self.ask("browsingContext.close", context=tab["context"])
                    return
            await asyncio.sleep(0.05)

    async def chrome(self, script: str) -> Any:
        """The value of an expression in the browser's own window, awaited."""
        windows = (await self.ask("browsingContext.getTree", **{"moz:scope": "chrome"}))["contexts"]
        return await self.evaluate(windows[0]["context"], script)

    async def click(self, context: str, selector: str) -> None:
        """Press the middle of an element, as a reader does: what the browser allows only then is allowed."""
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = await self.evaluate(context, f"(({{ x, y, width, height }}) => [x + width / 2, y + height / 2])({box})")
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        pointer = {"type": "pointer", "id": "mouse", "actions": [move, *press]}
        await self.ask("input.performActions", context=context, actions=[pointer])

    async def press(self, context: str, key: str) -> None:
        """Press a key, named by its character in WebDriver."""
        strokes = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        await self.ask(
            "input.performActions", context=context, actions=[{"type": "key", "id": "keys", "actions": strokes}]
        )

    async def open(self, context: str, address: str) -> None:
        """Load an address to its end."""
        await self.ask("browsingContext.navigate", context=context, url=address, wait="complete")

    async def painted(self) -> dict[str, list[str]]:
        """What is painted on the page and in its frames, by kind of evidence."""
        contexts = (await self.ask("browsingContext.getTree", root=self.page))["contexts"]
        painted: dict[str, list[str]] = {}
        while contexts:
            context = contexts.pop()
            contexts += context["children"]
            for kind, texts in (await self.evaluate(context["context"], f"({PAINTED})()")).items():
                painted.setdefault(kind, []).extend(texts)
        return painted

    async def settled(self, state: str = "quiet") -> dict[str, Any]:
        """Wait until the page has come to this state; returns what it tells the popup."""
        return await self.evaluate(self.popup, f"({REPORT})({json.dumps(state)})")

    async def screenshot(self, file: Path) -> None:
        """What the page looks like."""
        answer = await self.ask("browsingContext.captureScreenshot", context=self.page)
        await asyncio.to_thread(file.write_bytes, base64.b64decode(answer["data"]))


@asynccontextmanager
async def run_firefox(profile: Path, hosts: list[str]) -> AsyncIterator[Firefox]:
    """Start Firefox with the extension; `hosts` are names that lead to this machine."""
    uuids = json.dumps({"originlens@originlens.invalid": IDENTITY})
    settings = {"network.dns.localDomains": ",".join(hosts), "extensions.webextensions.uuids": uuids}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
    (profile / "user.js").write_text("".join(lines))
    # System access lets the tests open the extension's own pages.
    process = await asyncio.create_subprocess_exec(
        shutil.which("firefox-esr") or "firefox", "--headless", "--no-remote", "--profile", str(profile),
        "--remote-allow-system-access", "--remote-debugging-port", "0", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"MOZ_LOG": "nsHttp:3", "MOZ_LOG_FILE": str(profile / LOG)},
    )  # fmt: skip
    assert process.stderr
    async for line in process.stderr:
        if b"WebDriver BiDi listening on" in line:
            break
    else:
        raise RuntimeError("Firefox ended before it was ready")
    address = line.decode().split()[-1]
    drained = asyncio.create_task(process.stderr.read())
    try:
        async with aiohttp.ClientSession() as http, http.ws_connect(f"{address}/session", max_msg_size=0) as socket:
            firefox = Firefox(socket)
            await firefox.start()
            yield firefox
            await firefox.ask("browser.close")
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 20)
        if process.returncode is None:
            process.kill()
        await drained

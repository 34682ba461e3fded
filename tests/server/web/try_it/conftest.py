"""The try-it page in a real browser, against a small fake of the wire contract with the daemon's own content policy."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from originlens.web.page import POLICY
from tests.server.web.try_it.typed import LEFTOVER

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "server/originlens/web/try_it"
WIRE = ROOT / "tests/wire"
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
SENTENCE = "2 words; at least 30 are needed."
FACT = "About 1 in 2,500 human texts of this length looks at least this much like an LLM's."


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def evidence(kind: str, found: str, spans: list[tuple[int, int]], **more: Any) -> dict[str, Any]:
    base = {"detector": f"{kind}-one", "kind": kind, "found": found, "strength": "strong", "detail": "", "vendor": None}
    base |= {"family": None, "covers": []}
    return base | {"p_value": None, "spans": [{"start": start, "end": end} for start, end in spans]} | more


def answer(block: dict[str, str]) -> dict[str, Any]:
    """A canned answer: what it says depends on words that the tests put into the text."""
    text, words = block["text"], len(block["text"].split())
    made: dict[str, Any] = {
        "type": "block", "id": block["id"], "verdict": "no_sign", "p_value": 0.41, "tokens": words, "language": "en",
        "passages": [], "evidence": [], "origin": None, "reason": None,
        "undone": {"invisible": text.count("\u200b")} if "\u200b" in text else {},
    }  # fmt: skip
    if words < 10:
        return made | {"verdict": "too_short", "p_value": None, "reason": {"code": "too_short", "sentence": SENTENCE}}
    if "important" in text or "enhance" in text:
        whole = utf16(text)
        made |= {"verdict": "llm", "p_value": 0.0004}
        made["passages"] = [{"start": 0, "end": whole, "verdict": "llm", "p_value": 0.0004}]
        made["evidence"].append(evidence("statistical", "statistic", [(0, whole)], strength="weak", detail=FACT))
    if "Ultimately, the key" in text:
        half = utf16(text[: text.index("Ultimately, the key")])
        made |= {"verdict": "mixed", "p_value": 0.0009}
        made["passages"] = [
            {"start": 0, "end": half, "verdict": "no_sign", "p_value": 0.2},
            {"start": half, "end": utf16(text), "verdict": "llm", "p_value": 0.0009},
        ]
        made["origin"] = {"family": "openai", "vendor": None, "probability": 0.62}
    if LEFTOVER in text:
        start = utf16(text[: text.index(LEFTOVER)])
        span = [(start, start + utf16(LEFTOVER))]
        maker = {"vendor": "ChatGPT", "family": "openai", "covers": [{"start": 0, "end": utf16(text)}]}
        made["evidence"].append(evidence("residue", "chatgpt.oaicite", span, detail=LEFTOVER, **maker))
        made["origin"] = {"family": "openai", "vendor": "ChatGPT", "probability": None}
        if "only talked about" in text:
            made |= {"evidence": [made["evidence"][-1] | {"strength": "none", "covers": []}], "origin": None}
        if "all kinds" in text:
            made["evidence"][:0] = [evidence("declared", "meta.generator", [], detail="The page says so")]
            made["evidence"].append(evidence("watermark", "synthid", span, strength="proof", detail="Key of ours"))
            made["evidence"].append(evidence("signed", "c2pa.text", span, strength="proof", detail="Signed by us"))
    return made


def page_line(answers: list[dict[str, Any]], rate: float) -> dict[str, Any]:
    tested = [one for one in answers if one["p_value"] is not None]
    marked = [one for one in answers if any(found["kind"] == "residue" for found in one["evidence"])]
    return {
        "type": "page", "blocks": len(answers), "tested": len(tested), "false_alarms": rate, "evidence": [],
        "flagged": sum(one["verdict"] in ("llm", "mixed") for one in tested), "expected_by_chance": len(tested) * rate,
        "q_values": {one["id"]: one["p_value"] * 2 for one in tested}, "detectors": ["chatbot-leftovers", "minilm-en"],
        "kinds": {"residue": {"blocks": len(marked), "tokens": 9}} if marked else {}, "milliseconds": 31.5,
    }  # fmt: skip


@dataclass
class Fake:
    """The daemon's side of the wire, with a gate before the last line and a problem to answer with instead."""

    address: str = ""
    problem: tuple[int, dict[str, Any]] | None = None
    breaks_off: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    requests: list[dict[str, Any]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)  # media types of the files that were sent
    server: TestServer | None = None

    async def file(self, request: web.Request) -> web.Response:
        path = FOLDER / (request.match_info.get("name") or "index.html")
        text = path.read_text("utf-8").replace("{{token}}", "ol_test")
        return web.Response(text=text, content_type=TYPES[path.suffix], headers={"Content-Security-Policy": POLICY})

    async def wire(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer ol_test"
        return web.json_response(text=(WIRE / f"{request.path.rsplit('/')[-1]}_response.json").read_text("utf-8"))

    async def text(self, request: web.Request) -> web.Response:
        content = await request.read()
        self.files.append(request.content_type)
        if content == b"%PDF":
            problem = {"title": "The file cannot be read", "detail": "the file holds no text", "remedy": "Run OCR."}
            return web.json_response(problem, status=422)
        blocks = [{"id": "p1", "text": content.decode()}]
        return web.json_response({"blocks": blocks, "document": {"html": None, "headers": None, "links": []}})

    async def scan(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Accept"] == "application/x-ndjson"
        asked = await request.json()
        self.requests.append(asked)
        if self.problem:
            status, body = self.problem
            wait = {"Retry-After": "3"} if status == 429 else {}
            return web.json_response(body, status=status, content_type="application/problem+json", headers=wait)
        assert request.headers["Authorization"] == "Bearer ol_test"
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        answers = [answer(block) for block in asked["blocks"]]
        for one in reversed(answers):
            line = json.dumps(one).encode() + b"\n"
            await response.write(line[:40])  # a line may arrive in pieces
            await response.write(line[40:])
        await self.gate.wait()
        if not self.breaks_off:
            await response.write(json.dumps(page_line(answers, asked["false_alarms"])).encode() + b"\n")
        return response


@pytest_asyncio.fixture(loop_scope="module")
async def fake() -> AsyncIterator[Fake]:
    made = Fake()
    made.gate.set()
    app = web.Application()
    app.add_routes([
        web.get("/", made.file), web.get("/v1/health", made.wire), web.get("/v1/detectors", made.wire),
        web.post("/v1/scan", made.scan), web.post("/v1/text", made.text), web.get("/{name}", made.file),
    ])  # fmt: skip
    made.server = TestServer(app)
    await made.server.start_server()
    made.address = str(made.server.make_url("/"))
    yield made
    made.gate.set()
    await made.server.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, fake: Fake) -> AsyncIterator[Page]:
    """The page, opened; at the end no console error, no CSP violation and no request to another host."""
    opened = await browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    await opened.goto(fake.address)
    await expect(opened.locator("#version")).to_have_text("0.1.0")
    yield opened
    # Chromium itself logs a refused or broken connection, which some tests cause on purpose.
    assert [line for line in said if not line.startswith("Failed to load resource")] == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(fake.address).netloc}

"""A daemon of the same wire contract that behaves as a test asks."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

WIRE = Path(__file__).parents[1] / "wire"
PAGE = {"type": "page", "detectors": ["fake", "other"], "milliseconds": 12.3, "evidence": []}
NOTHING = {
    "p_value": None,
    "tokens": 20,
    "language": "en",
    "passages": [],
    "evidence": [],
    "origin": None,
    "reason": None,
}


@dataclass
class Daemon:
    """Flags "The quick ... fake daemon flags, always.", finds :contentReference marks, remembers what it was sent."""

    port: int = 0
    wire: int | None = 1  # the number of its contract; None: older than the first
    busy: int = 0  # how many scans are still refused as busy
    later: bool = False  # whether marks come in a second answer, when all blocks have their first
    itself: list[dict[str, Any]] = field(default_factory=list)  # what the page carries as a whole
    breaks: int = 0  # how many scans still end in the middle of the stream
    token: str = "ol_test"
    generation: str = field(default_factory=lambda: secrets.token_hex(4))  # another one when answers may differ
    sent: list[list[str]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None  # answers wait until it is set
    later_gate: asyncio.Event | None = None  # what comes after the first answer of each block waits until it is set
    runner: web.AppRunner | None = None
    cached: int = 7
    off: set[str] = field(default_factory=set)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/v1/scan", self.scan),
                web.get("/v1/health", self.health),
                web.post("/v1/pair", self.pair),
                web.get("/v1/detectors", self.detectors),
                web.get("/v1/detectors/{name}/card", self.card),
                web.post("/v1/switch", self.switch),
                web.post("/v1/cache/clear", self.clear),
                web.post("/v1/text", self.text),
            ]
        )
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
        if "too short" in text:
            answer |= {"verdict": "too_short", "reason": {"code": "too_short", "sentence": "6 words."}}
        return answer

    async def scan(self, request: web.Request) -> web.StreamResponse:
        self.asked.set()
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return problem(401, "unauthorised")
        if self.busy:
            self.busy -= 1
            return problem(429, "busy", {"Retry-After": "1"})
        body = await request.json()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.gate:
            await self.gate.wait()
        self.sent.append([block["text"] for block in body["blocks"]])
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"} | self.told)
        await response.prepare(request)
        lines = [self.answer(block) for block in body["blocks"]]
        if self.later:
            lines = [line | {"evidence": []} for line in lines] + [line for line in lines if line["evidence"]]
        lines.append(PAGE | {"blocks": len(body["blocks"]), "evidence": self.itself})
        if self.breaks:
            self.breaks -= 1
            lines = lines[:1]
        for at, line in enumerate(lines):
            if self.later_gate and at == len(body["blocks"]):
                await self.later_gate.wait()
            await response.write(json.dumps(line).encode() + b"\n")
        self.at_once -= 1
        return response

    @property
    def told(self) -> dict[str, str]:
        return {"Originlens-Generation": self.generation}

    async def health(self, request: web.Request) -> web.Response:
        known = request.headers.get("Authorization") == f"Bearer {self.token}"
        cache = {"entries": self.cached, "bytes": 0, "limit_bytes": 1}
        wire = {} if self.wire is None else {"wire": self.wire}
        rest = {"device": "cpu", "cache": cache} if known else {}
        return web.json_response({"version": "0.1.0"} | wire | rest, headers=self.told if known else {})

    async def detectors(self, request: web.Request) -> web.Response:
        entries = json.loads((WIRE / "detectors_response.json").read_text("utf-8"))["detectors"]
        for entry in entries:
            entry["state"] = "disabled" if entry["name"] in self.off else entry["state"]
        return web.json_response({"detectors": entries})

    async def switch(self, request: web.Request) -> web.Response:
        asked = await request.json()
        (self.off.discard if asked["on"] else self.off.add)(asked["detector"])
        return await self.detectors(request)

    async def card(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.json_response({"name": name, "card": f"# {name}\n\nFinds what a test asks for."})

    async def clear(self, request: web.Request) -> web.Response:
        self.cached = 0
        return await self.health(request)

    async def text(self, request: web.Request) -> web.Response:
        content = await request.read()
        self.files.append((request.content_type, content))
        if request.content_type == "application/pdf":
            return problem(422, "file_unreadable", detail="the file holds no text", remedy="Run OCR first.")
        paragraphs = content.decode().split("\n\n")
        blocks = [{"id": f"p{n}", "text": text} for n, text in enumerate(paragraphs, 1)]
        return web.json_response({"blocks": blocks, "document": {"html": None, "headers": None, "links": []}})

    async def pair(self, request: web.Request) -> web.Response:
        if (await request.json())["code"] != "417-203":
            return problem(403, "wrong_code")
        return web.json_response({"token": self.token, "name": "a browser", "version": "0.1.0"})


def problem(
    status: int, code: str, headers: dict[str, str] | None = None, detail: str = "", remedy: str = ""
) -> web.Response:
    body = {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code, "remedy": remedy}
    return web.json_response(body, status=status, content_type="application/problem+json", headers=headers)

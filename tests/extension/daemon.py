"""A daemon of the same wire contract that behaves as a test asks."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

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
    busy: int = 0  # how many scans are still refused as busy
    breaks: int = 0  # how many scans still end in the middle of the stream
    token: str = "ol_test"
    sent: list[list[str]] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None  # answers wait until it is set
    late: asyncio.Event | None = None  # the marks of blocks that say "bears a watermark" wait until it is set
    runner: web.AppRunner | None = None
    at_once: int = 0
    most_at_once: int = 0

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [web.post("/v1/scan", self.scan), web.get("/v1/health", self.health), web.post("/v1/pair", self.pair)]
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
        return answer

    def again(self, block: dict[str, str]) -> dict[str, Any] | None:
        """The second answer of a block in which a watermark was found when the verdicts were out."""
        at = block["text"].find("bears a watermark")
        mark = {
            "detector": "fake", "kind": "watermark", "found": "watermark.fake", "strength": "strong", "p_value": 1e-9,
            "spans": [{"start": at, "end": at + 17}], "detail": "", "vendor": None,
        }  # fmt: skip
        answer = self.answer(block)
        return answer | {"evidence": [*answer["evidence"], mark]} if at >= 0 else None

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
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        lines = [self.answer(block) for block in body["blocks"]] + [{"type": "page", "blocks": len(body["blocks"])}]
        if self.breaks:
            self.breaks -= 1
            lines = lines[:1]
        for line in lines:
            if line["type"] == "page" and self.late:
                await self.late.wait()
                for again in filter(None, map(self.again, body["blocks"])):
                    await response.write(json.dumps(again).encode() + b"\n")
            await response.write(json.dumps(line).encode() + b"\n")
        self.at_once -= 1
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

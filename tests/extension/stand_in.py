"""A daemon whose answers can be read off the text, for pages of which the models are not the point."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from originlens.answer import Evidence
from originlens.pipeline.covers import with_covers
from tests.extension.daemon import NOTHING, Daemon

FLAGGED = re.compile(r"The quick[^.«]*? fake daemon flags, always\.|【[^】]*】")
MARKED = re.compile(r"(signed|watermark|declared|hidden|mixed)«([^»]*)»|(:contentReference\[oaicite:\d+\])")
P_VALUE = 0.0004


def units(text: str) -> int:
    """UTF-16 code units, in which spans are told."""
    return len(text.encode("utf-16-le")) // 2


def span(text: str, start: int, end: int) -> dict[str, int]:
    return {"start": units(text[:start]), "end": units(text[:end])}


def covers(text: str, place: tuple[int, int]) -> list[dict[str, int]]:
    """The passage around a leftover, as the daemon tells it."""
    (leftover,) = with_covers(text, [Evidence("stand-in", "residue", "residue", "strong", (place,))])
    return [span(text, start, end) for start, end, _ in leftover.covers]


@dataclass
class StandIn(Daemon):
    """Flags "The quick ... fake daemon flags, always." and 【...】; finds kind«...» and :contentReference marks."""

    outside: list[str] = field(default_factory=list)  # what came with the texts of what lies outside them

    def forget(self) -> None:
        """Begin anew with nothing sent, as another generation, whose answers no browser has."""
        self.generation = secrets.token_hex(4)
        self.sent.clear()
        self.outside.clear()

    async def scan(self, request: web.Request) -> web.StreamResponse:
        """Answers, and remembers the document."""
        if document := (await request.json()).get("document"):
            self.outside.append(document.get("html", ""))
        return await super().scan(request)

    def answer(self, block: dict[str, str]) -> dict[str, Any]:
        """What the text itself says that the answer is."""
        text = block["text"]
        passages = [
            span(text, *found.span()) | {"verdict": "llm", "p_value": P_VALUE} for found in FLAGGED.finditer(text)
        ]
        evidence = []
        for found in MARKED.finditer(text):
            kind, place = found[1] or "residue", span(text, *found.span(2 if found[1] else 3))
            if kind == "mixed":
                passages.append(place | {"verdict": "mixed", "p_value": P_VALUE})
            else:
                evidence.append(_evidence(kind, place) | {"covers": covers(text, found.span(3)) if found[3] else []})
        statistics = [_evidence("statistical", {k: one[k] for k in ("start", "end")}) for one in passages]
        verdict = {"verdict": "llm", "p_value": P_VALUE} if passages else {"verdict": "no_sign"}
        return NOTHING | verdict | {
            "type": "block", "id": block["id"], "passages": sorted(passages, key=lambda one: one["start"]),
            "evidence": evidence + statistics,
        }  # fmt: skip


def _evidence(kind: str, place: dict[str, int]) -> dict[str, Any]:
    return {
        "detector": "stand-in", "kind": kind, "found": kind, "spans": [place], "detail": "", "vendor": None,
        "strength": "weak" if kind == "statistical" else "strong", "p_value": P_VALUE if kind == "statistical" else None,
    }  # fmt: skip

"""The try-it page in a real browser, against a small fake of the wire contract with the daemon's strict CSP."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from originlens.cli.sentences import headline, summary, words

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "server/originlens/web/try_it"
WIRE = ROOT / "tests/wire"
ARTEFACTS = ROOT / "tests/artefacts"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
LEFTOVER = ":contentReference[oaicite:2]{index=2}"
SENTENCE = "2 words; at least 30 are needed."
FACT = "About 1 in 2,500 human texts of this length looks at least this much like an LLM's."


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def evidence(kind: str, found: str, spans: list[tuple[int, int]], **more: Any) -> dict[str, Any]:
    base = {"detector": f"{kind}-one", "kind": kind, "found": found, "strength": "strong", "detail": "", "vendor": None}
    return base | {"p_value": None, "spans": [{"start": start, "end": end} for start, end in spans]} | more


def answer(block: dict[str, str]) -> dict[str, Any]:
    """A canned answer: what it says depends on words that the tests put into the text."""
    text, words = block["text"], len(block["text"].split())
    made: dict[str, Any] = {
        "type": "block", "id": block["id"], "verdict": "no_sign", "p_value": 0.41, "tokens": words, "language": "en",
        "passages": [], "evidence": [], "origin": None, "reason": None,
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
        made["evidence"].append(evidence("residue", "chatgpt.oaicite", span, detail=LEFTOVER, vendor="ChatGPT"))
        made["origin"] = {"family": "openai", "vendor": "ChatGPT", "probability": None}
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
    server: TestServer | None = None

    async def file(self, request: web.Request) -> web.Response:
        path = FOLDER / (request.match_info.get("name") or "index.html")
        text = path.read_text("utf-8").replace("{{token}}", "ol_test")
        return web.Response(text=text, content_type=TYPES[path.suffix], headers={"Content-Security-Policy": CSP})

    async def wire(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer ol_test"
        return web.json_response(text=(WIRE / f"{request.path.rsplit('/')[-1]}_response.json").read_text("utf-8"))

    async def scan(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == "Bearer ol_test"
        assert request.headers["Accept"] == "application/x-ndjson"
        asked = await request.json()
        self.requests.append(asked)
        if self.problem:
            status, body = self.problem
            wait = {"Retry-After": "3"} if status == 429 else {}
            return web.json_response(body, status=status, content_type="application/problem+json", headers=wait)
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


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    made = Fake()
    made.gate.set()
    app = web.Application()
    app.add_routes([
        web.get("/", made.file), web.get("/v1/health", made.wire), web.get("/v1/detectors", made.wire),
        web.post("/v1/scan", made.scan), web.get("/{name}", made.file),
    ])  # fmt: skip
    made.server = TestServer(app)
    await made.server.start_server()
    made.address = str(made.server.make_url("/"))
    yield made
    made.gate.set()
    await made.server.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest.fixture
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


async def scan(page: Page, text: str) -> None:
    await page.get_by_label("Text to scan").fill(text)
    await page.get_by_role("button", name="Scan the text").click()


LONG = f"It is important to say 🙂 that this sentence carries a mark {LEFTOVER} and then it goes on."


async def test_example_is_highlighted_with_the_evidence_beside_it(page: Page, fake: Fake) -> None:
    await page.get_by_role("button", name="In a chatbot’s manner").click()
    await expect(page.get_by_role("heading", name="3 of 3 paragraphs tested are flagged")).to_be_visible()
    assert await page.locator("mark.found").all_inner_texts() == [LEFTOVER]
    half = page.locator("article").nth(2).locator("mark")
    await expect(half).to_have_text(re.compile(r"^Ultimately, the key lies .* of long-term success\.$"))
    await expect(page.locator("#example-note")).to_be_visible()
    assert [block["id"] for block in fake.requests[-1]["blocks"]] == ["p1", "p2", "p3"]
    assert fake.requests[-1]["offsets"] == "utf-16"
    text = await page.locator("#result").inner_text()
    assert FACT in text
    assert "chance alone would flag 0.003 of them" in text
    assert "leftover in 1 paragraph" in text


async def test_offsets_are_utf16_and_proof_stands_above_suspicion(page: Page) -> None:
    await scan(page, LONG.replace("important", "important, of all kinds,"))
    await expect(page.locator("mark.found")).to_have_text(LEFTOVER)
    await expect(page.locator("mark.llm.found")).to_have_count(1)  # the two overlap there
    labels = await page.locator(".note .label").all_inner_texts()
    assert labels == ["Signature", "Watermark", "Leftover", "Declared", "Statistics", "Family"]
    await expect(page.locator(".note").last).to_contain_text("OpenAI (ChatGPT)")
    numbers = await page.locator("article .ref").all_inner_texts()
    assert numbers == ["1", "2", "3", "4"]
    await page.get_by_text("Figures").click()
    await expect(page.locator(".figures")).to_contain_text("q-value, over the whole text\n0.0008", use_inner_text=True)


async def test_paragraphs_are_painted_as_they_arrive(page: Page, fake: Fake) -> None:
    fake.gate.clear()
    await scan(page, f"{LONG}\n\nToo short.")
    await expect(page.locator("article[data-verdict]")).to_have_count(2)
    await expect(page.get_by_role("heading", name="Reading…")).to_be_visible()
    await expect(page.locator("#progress")).to_be_visible()
    fake.gate.set()
    await expect(page.get_by_role("heading", name="The one paragraph tested is flagged")).to_be_visible()
    await expect(page.locator("#progress")).to_be_hidden()


async def test_abstention_and_absence_are_said_in_words(page: Page) -> None:
    await scan(page, "Too short.\n\nThe bus was late again so we walked home along the canal in the rain.")
    await expect(page.locator("article").first).to_contain_text(SENTENCE)
    await expect(page.locator("article").last).to_contain_text("That proves nothing")
    await expect(page.locator("mark")).to_have_count(0)
    await expect(page.get_by_role("heading", name="The one paragraph tested is not flagged")).to_be_visible()
    assert "human-written" not in (await page.locator("body").inner_text()).lower()
    assert not re.search(r"\d\s?%", await page.locator("body").inner_text())


async def test_nothing_testable_is_said_plainly(page: Page) -> None:
    await scan(page, "Too short.")
    await expect(page.get_by_role("heading", name="Nothing here could be tested")).to_be_visible()


async def test_hostile_text_stays_text(page: Page) -> None:
    hostile = '</script><img src=x onerror="document.title=1"> it is important to keep this a text and nothing else'
    await scan(page, hostile)
    await expect(page.locator("mark.llm")).to_have_text(hostile)
    await expect(page.locator("article img")).to_have_count(0)


async def test_busy_daemon_shows_what_and_what_to_do(page: Page, fake: Fake) -> None:
    said = {
        "title": "The queue is full",
        "status": 429,
        "detail": "20,000 passages wait",
        "code": "busy",
        "remedy": "-",
    }
    fake.problem = (429, said)
    await scan(page, LONG)
    problem = page.get_by_role("alert")
    await expect(problem).to_contain_text("The queue is full")
    await expect(problem).to_contain_text("20,000 passages wait")
    await expect(problem).to_contain_text("Try again in 3 seconds.")
    fake.problem = None
    await problem.get_by_role("button", name="Try again").click()
    await expect(page.locator("mark.found")).to_be_visible()
    await expect(problem).to_be_hidden()


async def test_stopped_daemon_and_broken_answer(page: Page, fake: Fake) -> None:
    fake.breaks_off = True
    await scan(page, LONG)
    await expect(page.get_by_role("alert")).to_contain_text("The answer broke off")
    await expect(page.locator("mark.found")).to_be_visible()  # what had arrived is final and stays
    assert fake.server is not None
    await fake.server.close()
    await page.get_by_role("button", name="Scan the text").click()
    await expect(page.get_by_role("alert")).to_contain_text("The daemon does not answer")
    await expect(page.get_by_role("alert").locator("code")).to_have_text("originlens serve")


async def test_pause_and_rate_scan_without_a_press(page: Page, fake: Fake) -> None:
    await page.get_by_label("Text to scan").fill(LONG)
    await expect(page.locator("mark.found")).to_be_visible()
    await page.get_by_label("At most 1 in 10,000").check()
    await expect(page.locator("#lines")).to_contain_text("at most 1 in 10,000 human texts")
    assert [request["false_alarms"] for request in fake.requests] == [0.001, 0.0001]
    await page.get_by_role("button", name="Clear").click()
    await expect(page.locator("#result")).to_be_hidden()


async def test_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the text field")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.get_by_label("Text to scan").focus()
    await page.keyboard.insert_text(LONG)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("mark.found")).to_be_visible()
    await expect(page.locator("#headline")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Note 1")).to_be_focused()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.querySelector(':target').id") == "note-1"


async def test_a_file_is_read_and_other_kinds_are_refused(page: Page) -> None:
    await page.locator("#file").set_input_files({"name": "a.md", "mimeType": "text/markdown", "buffer": LONG.encode()})
    await expect(page.locator("mark.found")).to_be_visible()
    await page.locator("#file").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    await expect(page.get_by_role("alert")).to_contain_text("This file cannot be read here")


async def test_detectors_that_failed_are_listed_with_their_remedy(page: Page) -> None:
    await page.get_by_text("Detectors in use: minilm-en").click()
    await expect(page.locator("#detectors")).to_contain_text("Install it again, or ask its maker.")
    await page.get_by_text("Pair the browser extension").click()
    await expect(page.get_by_text("originlens pair", exact=True)).to_be_visible()


@pytest.mark.parametrize("tested", [0, 1, 5])
@pytest.mark.parametrize("flagged", [0, 1, 2])
async def test_the_command_line_says_the_same(page: Page, tested: int, flagged: int) -> None:
    declared = {"kind": "declared", "found": "tdm", "detail": "meta generator", "vendor": "Maker"}
    counts = {"blocks": 7, "tested": tested, "flagged": min(tested, flagged), "expected_by_chance": tested * 0.001}
    kinds = {"residue": {"blocks": 2, "tokens": 9}, "hidden": {"blocks": 1, "tokens": 1}}
    line = page_line([], 0.0001234) | counts | {"evidence": [declared], "kinds": kinds}
    script = """async ([words, page]) => {
        const { headline, lines } = await import("/summary.js");
        return [headline(page), ...lines(words, page).map((line) => line.textContent)];
    }"""
    said = await page.evaluate(script, [words(), line])
    assert said[:-1] == [headline(line), *summary(line)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800, 1400])
async def test_nothing_overflows_and_pictures_are_kept(browser: Browser, fake: Fake, width: int, scheme: Any) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page = await browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    await page.goto(fake.address)
    await expect(page.locator("#version")).to_have_text("0.1.0")
    await page.screenshot(path=ARTEFACTS / f"try-it-empty-{width}-{scheme}.png", full_page=True)
    await page.get_by_role("button", name="In a chatbot’s manner").click()
    await expect(page.locator("#lines .asked")).to_be_visible()
    await page.screenshot(path=ARTEFACTS / f"try-it-chatbot-{width}-{scheme}.png", full_page=True)
    await page.get_by_role("button", name="In a person’s manner").click()
    await expect(page.locator("#headline")).to_contain_text("None of 2")
    await page.screenshot(path=ARTEFACTS / f"try-it-person-{width}-{scheme}.png", full_page=True)
    fake.problem = (400, json.loads((WIRE / "problem.json").read_text("utf-8")))
    await page.get_by_role("button", name="Scan the text").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.screenshot(path=ARTEFACTS / f"try-it-problem-{width}-{scheme}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") == width

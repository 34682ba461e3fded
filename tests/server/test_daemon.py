"""A real daemon in a process of its own, on a real port: what a client, a script and a hostile page get from it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright

from originlens.files.forms import MEDIA_TYPES, Form
from originlens.web import pairing, schemas, upkeep_schemas
from tests.server.files.samples import pdf, word

WORD, PDF = (next(kind for kind, form in MEDIA_TYPES.items() if form is wanted) for wanted in (Form.WORD, Form.PDF))
SERVE = (sys.executable, "-m", "originlens", "serve", "--format", "json", "--port")
LEFTOVER = ":contentReference[oaicite:0]{index=0}"


class Daemon:
    """A started daemon: its process, its port, and one token."""

    def __init__(self, home: Path) -> None:
        environment = os.environ | {"ORIGINLENS_HOME": str(home)}
        self.process = subprocess.Popen(
            [*SERVE, "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        told = self.process.stdout.readline()
        assert told, self.process.communicate()[1]
        self.url = json.loads(told)["ready"]
        self.port = int(self.url.rstrip("/").rpartition(":")[2])
        self.token = pairing.new_token("a test")

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"} | headers
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in sent.items()})
        response = connection.getresponse()
        status, content = response.status, response.read()
        connection.close()
        return status, content

    def scan(self, **body: Any) -> dict[str, Any]:
        status, content = self.ask("POST", "/v1/scan", json.dumps(body).encode())
        assert status == 200, content
        return schemas.ScanResponse.model_validate_json(content).model_dump()

    def stop(self) -> tuple[int, str]:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        errors = self.process.communicate(timeout=60)[1]
        return self.process.returncode, errors


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("ORIGINLENS_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def daemon(home: Path) -> Iterator[Daemon]:
    started = Daemon(home)
    yield started
    started.stop()


def one(text: str) -> dict[str, Any]:
    return {"blocks": [{"id": "a", "text": text}]}


def test_a_mark_is_found_where_javascript_counts_it(daemon: Daemon) -> None:
    text = f"The weather 😀 was fine. {LEFTOVER} We went to the sea."
    (block,) = daemon.scan(**one(text))["blocks"]
    (mark,) = [found for found in block["evidence"] if found["kind"] == "residue"]
    (span,) = mark["spans"]
    units = text.encode("utf-16-le")
    assert LEFTOVER.startswith(units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le"))
    assert span["start"] == text.index(LEFTOVER) + 1
    assert mark["covers"] == [{"start": 0, "end": len(text) + 1}]


def test_a_stream_ends_with_the_page(daemon: Daemon) -> None:
    body = {"blocks": [{"id": str(n), "text": f"Short text {n}."} for n in range(200)]}
    status, content = daemon.ask("POST", "/v1/scan", json.dumps(body).encode(), Accept="application/x-ndjson")
    *blocks, page = content.splitlines()
    assert status == 200
    assert {schemas.BlockLine.model_validate_json(line).id for line in blocks} == {str(n) for n in range(200)}
    assert schemas.PageLine.model_validate_json(page).blocks == 200


def test_detectors_and_health_have_their_shapes(daemon: Daemon) -> None:
    detectors = upkeep_schemas.DetectorsResponse.model_validate_json(daemon.ask("GET", "/v1/detectors")[1]).detectors
    assert "chatbot-leftovers" in {detector.name for detector in detectors}
    assert schemas.HealthResponse.model_validate_json(daemon.ask("GET", "/v1/health")[1]).device == "cpu"
    assert json.loads(daemon.ask("GET", "/v1/health", Authorization="")[1]).keys() == {"version", "wire"}


@pytest.mark.parametrize(("kind", "content"), [(WORD, word(f"Yes. {LEFTOVER}")), (PDF, pdf([f"Yes. {LEFTOVER}"]))])
def test_a_file_is_read_and_what_it_holds_is_judged(daemon: Daemon, kind: str, content: bytes) -> None:
    status, told = daemon.ask("POST", "/v1/text", content, Content_Type=kind)
    assert status == 200
    (block,) = daemon.scan(**json.loads(told))["blocks"]
    assert [one["kind"] for one in block["evidence"]] == ["residue"]


def test_a_detector_that_is_switched_off_finds_nothing_until_it_is_on_again(daemon: Daemon) -> None:
    for on, kinds in ((False, []), (True, ["residue"])):
        body = json.dumps({"detector": "chatbot-leftovers", "on": on}).encode()
        status, told = daemon.ask("POST", "/v1/switch", body)
        assert status == 200
        states = {one.name: one.state for one in upkeep_schemas.DetectorsResponse.model_validate_json(told).detectors}
        assert states["chatbot-leftovers"] == ("ready" if on else "disabled")
        (block,) = daemon.scan(**one(f"Well. {LEFTOVER}"))["blocks"]
        assert [found["kind"] for found in block["evidence"]] == kinds


def test_the_cache_is_empty_when_it_was_emptied(daemon: Daemon) -> None:
    daemon.scan(**one("The bus was late and so we walked along the river for an hour before it rained."))
    status, told = daemon.ask("POST", "/v1/cache/clear")
    assert status == 200
    assert schemas.HealthResponse.model_validate_json(told).cache.entries == 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"not json", 400, "invalid_json"),
        (b'{"blocks": "a"}', 400, "invalid_request"),
        (b'{"blocks": [{"id": 1, "text": 2}]}', 400, "invalid_request"),
        (json.dumps({"blocks": [{"id": str(n), "text": "a"} for n in range(100_000)]}).encode(), 413, "too_large"),
        (b'{"blocks": [{"id": "a", "text": "' + b"a" * (16 << 20) + b'"}]}', 413, "too_large"),
        (json.dumps({**one("a"), "false_alarms": 0}).encode(), 400, "invalid_request"),
        (json.dumps({**one("a"), "false_alarms": 1}).encode(), 400, "invalid_request"),
        (json.dumps({**one("a"), "false_alarms": -1}).encode(), 400, "invalid_request"),
        (json.dumps({**one("a"), "false_alarms": float("nan")}).encode(), 400, "invalid_json"),
    ],
)
def test_bad_input_is_refused(daemon: Daemon, body: bytes, status: int, code: str) -> None:
    answer, content = daemon.ask("POST", "/v1/scan", body)
    assert (answer, schemas.ProblemOut.model_validate_json(content).code) == (status, code)


@pytest.mark.parametrize(
    "text",
    ["", "\ud800 lone \udfff", "a\x00b", "שלום \u202e עולם", "a" * 100_000, "a" * 10_000_000, "é\u0301\u200b\u200d" * 500, "😀" * 500],
    ids=["empty", "surrogates", "nul", "rtl", "letter", "10MB", "combining", "emoji"],
)  # fmt: skip
def test_odd_text_is_answered(daemon: Daemon, text: str) -> None:
    (block,) = daemon.scan(**one(text))["blocks"]
    assert block["verdict"] in {"too_short", "unsupported_language", "unclear"}
    assert block["reason"]


def test_megabytes_of_sentences_are_answered(daemon: Daemon) -> None:
    text = "We walked along the river until it was dark. " * (2_000_000 // 45)
    status, content = daemon.ask("POST", "/v1/scan", json.dumps(one(text)).encode())
    assert status == 200
    assert schemas.ScanResponse.model_validate_json(content).page.blocks == 1


def test_an_unknown_language_is_no_error(daemon: Daemon) -> None:
    text = "We walked along the river until it was dark, and then we walked back. " * 4
    (block,) = daemon.scan(**one(text), language="tlh")["blocks"]
    assert block["language"] == "en"  # what the text is, not what it is called


def test_a_token_that_is_revoked_meanwhile_is_refused(daemon: Daemon) -> None:
    token = pairing.new_token("for a moment")
    bearer = f"Bearer {token}"
    assert daemon.ask("GET", "/v1/detectors", Authorization=bearer)[0] == 200
    pairing.revoke("for a moment")
    assert daemon.ask("GET", "/v1/detectors", Authorization=bearer)[0] == 401


def test_a_code_made_by_another_process_is_traded(daemon: Daemon) -> None:
    body = json.dumps({"code": pairing.new_code(), "name": "a browser"}).encode()
    status, content = daemon.ask("POST", "/v1/pair", body, Authorization="")
    assert status == 200
    token = schemas.PairResponse.model_validate_json(content).token
    assert daemon.ask("GET", "/v1/detectors", Authorization=f"Bearer {token}")[0] == 200


def test_callers_who_leave_leave_nothing_behind(daemon: Daemon) -> None:
    words = "We walked along the river until it was dark and cold, then back again. " * 8
    body = {"blocks": [{"id": str(n), "text": f"{n} {words}"} for n in range(2000)]}
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port)
    headers = {
        "Authorization": f"Bearer {daemon.token}",
        "Content-Type": "application/json",
        "Accept": "application/x-ndjson",
    }
    connection.request("POST", "/v1/scan", json.dumps(body), headers)
    connection.getresponse().readline()
    connection.close()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        queue = json.loads(daemon.ask("GET", "/v1/health")[1])["queue"]
        if queue["waiting"] == queue["running"] == 0:
            break
    assert (queue["waiting"], queue["running"]) == (0, 0)
    assert daemon.scan(**one("Short text."))["page"]["blocks"] == 1


def test_metrics_tell_what_was_done(daemon: Daemon) -> None:
    daemon.scan(**one("Short text."))
    text = daemon.ask("GET", "/metrics")[1].decode()
    assert 'originlens_requests_total{address="/v1/scan",status="200"}' in text
    assert 'originlens_blocks_total{verdict="' in text


@pytest.fixture
async def chromium() -> Any:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


ASK = """async ([path, method, token]) => {
  const headers = {Authorization: `Bearer ${token}`, "Content-Type": "application/json"};
  const body = method === "POST" ? JSON.stringify({blocks: [{id: "a", text: "Short text."}]}) : undefined;
  try { return (await fetch(path, {method, headers, body})).status; } catch (error) { return "refused"; }
}"""


async def test_the_page_may_ask_at_once(daemon: Daemon, chromium: Browser) -> None:
    page = await chromium.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    await page.goto(daemon.url)
    token = await page.get_attribute('meta[name="originlens-token"]', "content")
    for path, method in (("/v1/scan", "POST"), ("/v1/detectors", "GET"), ("/v1/health", "GET")):
        assert await page.evaluate(ASK, [path, method, token]) == 200
    assert refused == []
    assert await page.evaluate(ASK, ["/metrics", "GET", token]) == 401


async def test_a_page_of_another_port_can_neither_read_nor_use_it(daemon: Daemon, chromium: Browser) -> None:
    async def hostile(request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>A page on another port</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", hostile)
    opened = await chromium.new_page()
    await opened.goto(daemon.url)
    token = await opened.get_attribute('meta[name="originlens-token"]', "content")
    async with TestServer(app) as server:
        page = await chromium.new_page()
        await page.goto(str(server.make_url("/")))
        for path, method in (("v1/scan", "POST"), ("v1/health", "GET"), ("", "GET")):
            assert await page.evaluate(ASK, [daemon.url + path, method, token]) == "refused"
        opaque = "(url) => fetch(url, {mode: 'no-cors'}).then(() => 'sent', () => 'refused')"
        assert await page.evaluate(opaque, daemon.url) == "refused"
        framed = """(url) => new Promise((done) => {
          const frame = document.createElement("iframe");
          frame.onload = () => { try { done(frame.contentDocument?.body?.innerText ?? "closed"); } catch { done("closed"); } };
          frame.src = url;
          document.body.append(frame);
        })"""
        assert await page.evaluate(framed, daemon.url) == "closed"
        assert not [frame for frame in page.frames if await frame.query_selector('meta[name="originlens-token"]')]


def test_a_second_daemon_on_the_same_port_is_told(daemon: Daemon) -> None:
    second = subprocess.run([*SERVE, str(daemon.port)], capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode != 0
    assert f"127.0.0.1 port {daemon.port} already has a listener" in second.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_has_logged_no_text(home: Path, number: signal.Signals) -> None:
    daemon = Daemon(home)
    daemon.scan(blocks=[{"id": "a", "text": "A line of somebody's diary."}], url="https://example.org/diary")
    daemon.ask("GET", "/diary")
    daemon.process.send_signal(number)
    code, errors = daemon.stop()
    assert code == 0
    assert "diary" not in errors
    assert "Traceback" not in errors

"""What the daemon answers, line by line, and what each failure means."""

import json
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

pytestmark = pytest.mark.asyncio(loop_scope="session")

STREAM = (Path(__file__).parents[1] / "wire" / "scan_stream.ndjson").read_bytes()
SCAN = """async () => {
  const { scan } = await import("/background/api.js");
  const answers = [];
  try {
    for await (const answer of scan({ blocks: [{ id: "b2", text: "Short text." }], lang: "not a tag!" }, new AbortController().signal)) answers.push(answer.id);
  } catch (error) { return [answers, error.trouble, error.seconds]; }
  return [answers, null, 0];
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def ask(chromium):
    """Scan from a page of the extension, with a daemon that sends these pieces or this problem."""
    runners = []

    async def scan(*pieces: bytes, problem: tuple[int, str] | None = None, token: str = "ol_test"):
        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.headers["Authorization"] == "Bearer ol_test"
            assert set(await request.json()) == {"blocks", "false_alarms", "offsets"}
            if problem:
                return web.json_response({"code": problem[1]}, status=problem[0], headers={"Retry-After": "7"})
            response = web.StreamResponse()
            await response.prepare(request)
            for piece in pieces:
                await response.write(piece)
            return response

        async def health(_: web.Request) -> web.Response:
            return web.json_response({"version": "0.1.0", "wire": 1})

        app = web.Application()
        app.router.add_post("/v1/scan", answer)
        app.router.add_get("/v1/health", health)
        runners.append(web.AppRunner(app))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
        await chromium.store(port=runners[-1].addresses[0][1], token=token)
        page = await chromium.open(f"chrome-extension://{chromium.identity}/popup/popup.html")
        return await page.evaluate(SCAN)

    yield scan
    for runner in runners:
        await runner.cleanup()


async def test_answers_are_read_however_the_stream_is_cut(ask) -> None:
    assert await ask(STREAM[:7], STREAM[7:300], STREAM[300:]) == [["b2"], None, 0]


async def test_a_stream_without_its_page_line_is_a_daemon_that_died(ask) -> None:
    assert await ask(STREAM.splitlines(keepends=True)[0]) == [["b2"], "missing", 0]


async def test_an_error_line_ends_the_stream(ask) -> None:
    error = json.dumps({"type": "error", "code": "shutting_down"}).encode() + b"\n"
    assert await ask(STREAM.splitlines(keepends=True)[0] + error) == [["b2"], "missing", 0]


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (401, "unauthorised", "revoked"),
        (429, "busy", "busy"),
        (413, "too_large", "refused"),
        (500, "internal", "refused"),
    ],
)
async def test_each_problem_has_its_meaning(status, code, trouble, ask) -> None:
    assert await ask(problem=(status, code)) == [[], trouble, 7]


async def test_without_a_token_nothing_is_asked(ask) -> None:
    assert await ask(token="") == [[], "unpaired", 0]


async def test_no_daemon_is_told_as_missing(chromium, unused_tcp_port) -> None:
    await chromium.store(port=unused_tcp_port, token="ol_test")
    page = await chromium.open(f"chrome-extension://{chromium.identity}/popup/popup.html")
    assert await page.evaluate(SCAN) == [[], "missing", 0]

"""The daemon starts where it may, says so, and lets requests in flight end before it stops."""

import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient

from originlens.errors import OriginlensError
from originlens.settings import Settings
from originlens.web import app, keys, pairing

from .conftest import FakePipeline

Client = TestClient[Any, Any]
SCAN = {"blocks": [{"id": "b1", "text": "a b"}, {"id": "b2", "text": "c"}]}


class Daemon:
    """`serve` as a task; `url` once it is ready, `pipeline` is the fake that it opened."""

    def __init__(self, pipeline: FakePipeline, settings: Settings) -> None:
        self.pipeline, self.ready = pipeline, asyncio.Event()
        self.task = asyncio.create_task(app.serve(settings, expose=False, ready=self._heard))

    def _heard(self, url: str, pipeline: Any) -> None:
        self.url = url
        self.ready.set()


@pytest.fixture
async def daemon(pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Daemon]:
    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[FakePipeline]:
        yield pipeline

    monkeypatch.setattr(app.Pipeline, "open", opened)
    running = Daemon(pipeline, Settings(port=0))
    await asyncio.wait_for(running.ready.wait(), 20)
    yield running
    if not running.task.done():
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running.task, 20)


async def refusal(settings: Settings) -> OriginlensError:
    with pytest.raises(OriginlensError) as caught:
        await app.serve(settings, expose=False, ready=lambda url, pipeline: None)
    return caught.value


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "box.lan", ""])
async def test_an_address_that_others_reach_needs_to_be_exposed(host: str) -> None:
    error = await refusal(Settings(host=host, port=0))
    assert error.code == "settings_invalid"
    assert repr(host) in error.detail
    assert "--expose" in error.detail


async def test_a_taken_port_is_told_before_anything_is_opened() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        error = await refusal(Settings(port=port))
    assert (error.code, error.detail) == ("port_in_use", f"127.0.0.1 port {port} already has a listener")


async def test_an_address_that_is_not_ours_is_told() -> None:
    with pytest.raises(OriginlensError) as caught:
        await app.serve(Settings(host="192.0.2.1", port=0), expose=True, ready=lambda url, pipeline: None)
    assert caught.value.code == "settings_invalid"


async def test_it_says_where_it_listens(daemon: Daemon) -> None:
    assert daemon.url.startswith("http://127.0.0.1:")
    async with ClientSession() as session, session.get(f"{daemon.url}v1/health") as response:
        assert response.status == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_after_the_requests_in_flight(daemon: Daemon, number: signal.Signals) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        await gate.wait()

    daemon.pipeline.steps = [wait]
    bearer = {"Authorization": f"Bearer {pairing.new_token('x')}"}
    async with ClientSession(headers=bearer) as session:
        asking = asyncio.create_task(session.post(f"{daemon.url}v1/scan", json=SCAN))
        await asyncio.wait_for(begun.wait(), 20)
        os.kill(os.getpid(), number)
        while await _answers(daemon.url):
            await asyncio.sleep(0.01)
        gate.set()
        response = await asyncio.wait_for(asking, 20)
        assert response.status == 200
        assert len((await response.json())["blocks"]) == 2
    await asyncio.wait_for(daemon.task, 20)
    assert "_stop_signals" not in repr(signal.getsignal(number))


async def _answers(url: str) -> bool:
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    return True


async def test_a_caller_who_leaves_ends_the_scan_of_the_daemon_too(daemon: Daemon) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    daemon.pipeline.steps = [forever]
    async with ClientSession(headers={"Authorization": f"Bearer {pairing.new_token('x')}"}) as session:
        asking = asyncio.create_task(session.post(f"{daemon.url}v1/scan", json=SCAN))
        await asyncio.wait_for(begun.wait(), 20)
        asking.cancel()
    await asyncio.wait_for(daemon.pipeline.closed.wait(), 20)


async def test_no_log_repeats_an_address_or_a_broken_request(daemon: Daemon, caplog: pytest.LogCaptureFixture) -> None:
    host, port = daemon.url.removeprefix("http://").rstrip("/").split(":")
    with caplog.at_level(logging.DEBUG):
        for request in (
            b"GET /secret HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nsecret\r\n\r\n",
            b"\x16\x03secret\r\n\r\n",
        ):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(request)
            assert b" 4" in await reader.readline()
            writer.close()
        asyncio.get_running_loop().call_exception_handler({"message": "m", "exception": ValueError("secret")})
    assert "in the background: ValueError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_daemon_that_stops_takes_no_new_request(client: Client) -> None:
    client.app[keys.STOPPING].set()
    response = await client.post("/v1/scan", json=SCAN)
    assert (response.status, (await response.json(content_type=None))["code"]) == (503, "shutting_down")


def test_importing_the_web_layer_opens_no_model() -> None:
    code = (
        "import sys, originlens.web.app; print([m for m in ('onnxruntime', 'torch', 'tokenizers') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert out.stdout.strip() == "[]"


def test_wire_needs_no_aiohttp() -> None:
    code = "import sys, originlens.web.wire, originlens.web.validate, originlens.web.pairing; print('aiohttp' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert out.stdout.strip() == "False"

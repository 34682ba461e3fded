"""States that only the real daemon can bring about: a queue that is full, and a second browser."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.extension.chromium import EXTENSION, Chromium, run_chromium

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise. " * 4
# No first look lets this go, so that a model reads every word: two thousand such blocks take minutes anywhere.
LONG = (
    "Effective communication plays a crucial role in fostering collaboration and ensuring that everyone feels heard. "
    "Ultimately, the journey towards success is a continuous process that requires dedication and adaptability. "
) * 12


@dataclass
class Served:
    """`originlens serve` with a queue of two blocks, and its other commands."""

    home: Path
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = os.environ | {"ORIGINLENS_HOME": str(self.home), "ORIGINLENS_QUEUE_BLOCKS": "2"}

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "originlens", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    made = Served(tmp_path_factory.mktemp("home"))
    made.run("plugin", "disable", "watermark-public")  # what it seeks for long holds places in the queue
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "originlens", "serve", "--port", "0", "--format", "json",
        env=made.environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    made.port = int(json.loads(await process.stdout.readline())["ready"].rstrip("/").rsplit(":", 1)[1])
    yield made
    process.terminate()
    await process.wait()


async def welcome(chromium: Chromium, code: str):
    """Type a code into the first-run page."""
    page = await chromium.open(f"chrome-extension://{chromium.identity}/welcome/welcome.html")
    await page.fill("#code", code)
    await page.click("#pairing button")
    await expect(page.locator("#state")).to_have_text("All is ready", timeout=30_000)
    return page


async def test_a_full_queue_is_told_calmly_and_passes(chromium, served, site) -> None:
    token = re.findall(r"ol_\S+", served.run("pair", "--token", "another program"))[0]
    await chromium.store(port=served.port, token=token)
    # Another program's long request, which is let in because nothing else is in work, fills the queue.
    body = {"blocks": [{"id": str(n), "text": f"{n} {LONG}"} for n in range(2000)]}
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/x-ndjson"}
    async with (
        aiohttp.ClientSession(f"http://127.0.0.1:{served.port}", headers=headers) as client,
        client.post("/v1/scan", json=body) as long,
    ):
        await long.content.readline()
        page = await chromium.open(site(f"<p>{PLAIN}</p>"))
        await chromium.settled(page, "busy")
        popup = await chromium.popup(page)
        await expect(popup.locator("#state")).to_have_text("Originlens is busy")
        await expect(popup.locator("#more")).to_have_text("It goes on by itself in a moment.")
        assert not await popup.is_visible("#command")
        await popup.fill("#text", PLAIN)
        await popup.click("#check .main")
        await expect(popup.locator("#checked")).to_contain_text("Originlens is busy")
    # The other program has left: what waited is read without a word from the reader.
    await expect(popup.locator("#state")).to_have_text("Nothing stands out", timeout=30_000)
    await expect(popup.locator("#checked")).to_contain_text("Nothing stands out", timeout=30_000)


async def test_two_browsers_have_a_name_each_and_one_is_revoked_alone(chromium, served, site, tmp_path) -> None:
    await chromium.store(port=served.port)
    await welcome(chromium, served.run("pair").strip())
    async with run_chromium(tmp_path, EXTENSION) as context:
        workers = context.service_workers
        worker = workers[0] if workers else await context.wait_for_event("serviceworker")
        second = Chromium(context, worker, worker.url.split("/")[2])
        await second.store(port=served.port)
        page = await welcome(second, served.run("pair").strip())
        names = ["Chromium on this machine", "Chromium on this machine 2"]
        assert served.run("pair", "--list").splitlines()[-2:] == names
        options = await second.open(f"chrome-extension://{second.identity}/options/options.html")
        await expect(options.locator("#paired")).to_contain_text(f"“{names[1]}”")
        served.run("pair", "--revoke", names[1])
        await page.reload()
        await expect(page.locator("#state")).to_have_text("No longer paired")
        await options.reload()
        await expect(options.locator("#paired")).to_be_empty()
    first = await chromium.open(site(f"<p>{PLAIN}</p>"))
    await chromium.settled(first)

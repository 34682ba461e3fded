"""Every case of tests/pages with the real extension, the real daemon and the bundled model, in both browsers."""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.extension.chromium import PAINTED, RECORDER, Chromium
from tests.extension.firefox import Firefox, run_firefox

pytestmark = pytest.mark.asyncio(loop_scope="session")

CASES = sorted(file.parent for file in (Path(__file__).parents[1] / "pages").glob("*/expected.json"))
TYPE_CODE = """async (code) => {
  const shown = (id) => new Promise((resolve) => {
    const look = () => (document.getElementById(id).offsetParent ? resolve() : requestAnimationFrame(look));
    look();
  });
  await shown("pairing");
  document.getElementById("code").value = code;
  document.querySelector("#pairing button").click();
  while (document.getElementById("pairing").offsetParent) await new Promise(requestAnimationFrame);
}"""
PAGE = "[document.documentElement.outerHTML, window.mutations]"


@dataclass
class RealDaemon:
    """`originlens serve` in a process of its own, with a folder of its own."""

    port: int
    environment: dict[str, str]

    async def code(self) -> str:
        """A one-time code, as `originlens pair` prints it."""
        pair = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "originlens", "pair", env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await pair.communicate()
        return next(word for word in told.decode().split() if word.replace("-", "").isdigit())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def real(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealDaemon]:
    environment = os.environ | {"ORIGINLENS_HOME": str(tmp_path_factory.mktemp("home"))}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "originlens", "serve", "--port", "0", "--format", "json",
        env=environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    ready = json.loads(await process.stdout.readline())["ready"]
    yield RealDaemon(int(ready.rstrip("/").rsplit(":", 1)[1]), environment)
    process.terminate()
    await process.wait()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def addresses(site) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each case's address and what is expected of it."""
    served = {}
    for case in CASES:
        expected = json.loads((case / "expected.json").read_text("utf-8"))
        address = site((case / "page.html").read_text("utf-8"), expected.get("headers"))
        served[case.name] = (address, expected)
    return served


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def paired(started: Chromium, real: RealDaemon) -> Chromium:
    """Chromium, paired through the popup with a code that a person would type."""
    await started.store(port=real.port)
    popup = await started.popup(started.context.pages[0])
    async with asyncio.timeout(60):
        await popup.evaluate(TYPE_CODE, await real.code())
    await popup.close()
    return started


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def firefox(tmp_path_factory, real: RealDaemon, addresses) -> AsyncIterator[Firefox]:
    """Firefox, paired in the same way."""
    hosts = [address.split("/")[2].split(":")[0] for address, _ in addresses.values()]
    async with run_firefox(tmp_path_factory.mktemp("firefox"), hosts) as browser:
        await browser.evaluate(browser.popup, f"chrome.storage.local.set({{ port: {real.port} }})")
        await browser.evaluate(browser.popup, "location.reload()")
        await browser.evaluate(browser.popup, f"({TYPE_CODE})({json.dumps(await real.code())})")
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def untouched(bare, addresses):
    """The page and its own changes as they are in a browser without the extension."""

    async def load(case: str) -> list[Any]:
        address, expected = addresses[case]
        page = await bare.new_page()
        await page.add_init_script(RECORDER)
        await page.goto(address)
        await page.wait_for_selector(expected.get("ready", "body"), state="attached")
        seen = await page.evaluate(PAGE)
        await page.close()
        return seen

    return load


def check(expected: dict[str, Any], painted: dict[str, list[str]], report: dict[str, Any]) -> None:
    """What is painted is what the case expects, no more and no less."""
    assert set(painted) == set(expected["marked"]), painted
    for kind, starts in expected["marked"].items():
        text = "\n".join(painted[kind])
        for start in starts:
            assert start in text
    everything = "\n".join(itertools.chain.from_iterable(painted.values()))
    for start in expected["unmarked"]:
        assert start not in everything
    assert report["judged"] >= expected.get("judged", 1)


@pytest.mark.parametrize("case", [case.name for case in CASES])
async def test_page_in_chromium(case, paired, addresses, untouched, artefacts) -> None:
    address, expected = addresses[case]
    page = await paired.open(address)
    await page.wait_for_selector(expected.get("ready", "body"), state="attached")
    report = await paired.settled(page)
    check(expected, await page.evaluate(PAINTED), report)
    assert await page.evaluate(PAGE) == await untouched(case)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=artefacts / f"{case}-chromium-{scheme}.png")
    await page.close()


@pytest.mark.parametrize("case", [case.name for case in CASES])
async def test_page_in_firefox(case, firefox, addresses, untouched, artefacts) -> None:
    address, expected = addresses[case]
    await firefox.open(firefox.page, address)
    ready = f"document.querySelector({json.dumps(expected.get('ready', 'body'))})"
    await firefox.evaluate(
        firefox.page, f"(async () => {{ while (!{ready}) await new Promise(requestAnimationFrame); }})()"
    )
    report = await firefox.settled()
    check(expected, await firefox.painted(), report)
    assert await firefox.evaluate(firefox.page, PAGE) == await untouched(case)
    await firefox.screenshot(artefacts / f"{case}-firefox.png")

"""Every case of tests/pages with the real extension in both browsers: what is sent, what is painted, and a page untouched."""

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page

from tests.extension.cases import Case, cases
from tests.extension.chromium import PAINTED, RECORDER, Chromium, requests
from tests.extension.firefox import IDENTITY, Firefox, run_firefox
from tests.extension.firefox import requests as requests_of_firefox
from tests.extension.stand_in import StandIn

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The first-run page looks for a daemon there as soon as the extension is new, before a test names another port.
USUAL_PORT = 7717
CASES = cases()
SECONDS = 12
LAYOUT = """[...document.querySelectorAll("*")].filter((element) => element.checkVisibility()).map((element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x, y, width, height].map(Math.round).join(" ");
}).join("\\n")"""
PAGE = f"[document.documentElement.outerHTML, window.mutations, {LAYOUT}]"


@dataclass
class Served:
    """Where the daemons listen and the tokens that they take."""

    real: dict[str, Any]
    stand_in: StandIn

    def settings(self, case: Case) -> dict[str, Any]:
        return self.real if case.real else {"port": self.stand_in.port, "token": self.stand_in.token}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """`originlens serve` in a process and a folder of its own, and the stand-in."""
    environment = os.environ | {"ORIGINLENS_HOME": str(tmp_path_factory.mktemp("home"))}
    command = [sys.executable, "-m", "originlens"]
    process = await asyncio.create_subprocess_exec(
        *command, "serve", "--port", "0", "--format", "json", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    ready = json.loads(await process.stdout.readline())["ready"]
    pair = await asyncio.create_subprocess_exec(
        *command, "pair", "--token", "pages", env=environment, stdout=asyncio.subprocess.PIPE
    )
    token = re.search(r"ol_\S+", (await pair.communicate())[0].decode())
    assert token
    stand_in = StandIn()
    await stand_in.start()
    yield Served({"port": int(ready.rstrip("/").rsplit(":", 1)[1]), "token": token[0]}, stand_in)
    process.terminate()
    await process.wait()
    assert stand_in.runner
    await stand_in.runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def addresses(site) -> dict[str, str]:
    """Each case's address."""
    return {
        case.name: site(folder=case.folder, headers=case.expected.get("headers"), host=case.expected.get("host", ""))
        for case in CASES
    }


@pytest.fixture(scope="module")
def firefox_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Firefox with the extension."""
    return tmp_path_factory.mktemp("firefox")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def firefox(firefox_profile: Path, addresses) -> AsyncIterator[Firefox]:
    """Firefox with the extension, on hosts that lead to this machine."""
    hosts = [re.split("[/:]+", address)[1] for address in addresses.values()]
    hosts += [re.sub("^page-", "elsewhere-", host) for host in hosts]
    async with run_firefox(firefox_profile, hosts) as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def untouched(bare: BrowserContext, addresses) -> Callable[[Case], Awaitable[list[Any]]]:
    """The page, its own changes and its layout as they are in a browser without the extension."""

    async def load(case: Case) -> list[Any]:
        page = await bare.new_page()
        await page.add_init_script(RECORDER)
        await page.goto(addresses[case.name])
        await page.wait_for_selector(case.ready, state="attached")
        seen = await page.evaluate(PAGE)
        await page.close()
        return seen

    return load


async def everywhere(page: Page) -> dict[str, list[str]]:
    """What is painted in the page and in its frames, by kind of evidence."""
    painted: dict[str, list[str]] = {}
    for frame in page.frames:
        for kind, texts in (await frame.evaluate(PAINTED)).items():
            painted.setdefault(kind, []).extend(texts)
    return painted


async def until_painted(case: Case, look: Callable[[], Awaitable[dict[str, list[str]]]]) -> None:
    """Wait until what the case expects is painted, in its frames too."""
    deadline = time.monotonic() + SECONDS
    while wrong := case.painted(await look()):
        assert time.monotonic() < deadline, wrong
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_page_in_chromium(
    case: Case, visiting: Chromium, served: Served, addresses, untouched, artefacts
) -> None:
    await visiting.store(**served.settings(case))
    served.stand_in.forget()
    page = await visiting.open(addresses[case.name])
    await page.wait_for_selector(case.ready, state="attached")
    await visiting.settled(page, case.expected.get("state", "quiet"))
    await until_painted(case, lambda: everywhere(page))
    report = await visiting.settled(page, case.expected.get("state", "quiet"))
    assert report["judged"] >= case.expected.get("judged", 0)
    if not case.real:
        case.check_sent(served.stand_in.sent, served.stand_in.outside)
    assert await page.evaluate(PAGE) == await untouched(case)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=artefacts / f"{case.name}-chromium-{scheme}.png")


async def test_no_request_of_chromium_left_this_machine_and_none_came_from_a_page(
    profile: Path, served: Served
) -> None:
    daemons = {served.real["port"], served.stand_in.port}
    # What has no origin is the browser's own: addresses that were typed, and its look for updates.
    asked = [one for one in requests(profile) if "://" in one[2]]
    of_ours = [one for one in asked if one[2].startswith("chrome-extension://")]
    assert set() < {port for _, port, _ in of_ours} <= {*daemons, USUAL_PORT}
    assert [one for one in asked if not re.fullmatch(r"127\.0\.0\.1|[\w.-]+\.example", one[0])] == []
    assert [one for one in asked if one[1] in daemons and one not in of_ours] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_page_in_firefox(case: Case, firefox: Firefox, served: Served, addresses, untouched, artefacts) -> None:
    # The page before would be judged anew by the daemon of this one.
    await firefox.open(firefox.page, "about:blank")
    await firefox.evaluate(firefox.popup, f"chrome.storage.local.set({json.dumps(served.settings(case))})")
    served.stand_in.forget()
    await firefox.open(firefox.page, addresses[case.name])
    ready = f"document.querySelector({json.dumps(case.ready)})"
    await firefox.evaluate(
        firefox.page, f"(async () => {{ while (!{ready}) await new Promise(requestAnimationFrame); }})()"
    )
    await firefox.settled(case.expected.get("state", "quiet"))
    await until_painted(case, firefox.painted)
    await firefox.settled(case.expected.get("state", "quiet"))
    if not case.real:
        case.check_sent(served.stand_in.sent, served.stand_in.outside)
    # Two engines lay out and serialise differently what is not HTML: that is compared within Chromium.
    if "Content-Type" not in case.expected.get("headers", {}):
        assert (await firefox.evaluate(firefox.page, PAGE))[:2] == (await untouched(case))[:2]
    await firefox.screenshot(artefacts / f"{case.name}-firefox.png")


async def test_no_request_of_firefox_left_this_machine_and_none_came_from_a_page(
    firefox_profile: Path, served: Served
) -> None:
    daemons = {served.real["port"], served.stand_in.port}
    asked = [one for one in requests_of_firefox(firefox_profile) if one[2]]
    of_ours = [one for one in asked if one[2].startswith(f"moz-extension://{IDENTITY}")]
    assert set() < {port for _, port, _ in of_ours} <= {*daemons, USUAL_PORT}
    assert [one for one in asked if not re.fullmatch(r"127\.0\.0\.1|[\w.-]+\.example", one[0])] == []
    assert [one for one in asked if one[1] in daemons and one not in of_ours] == []

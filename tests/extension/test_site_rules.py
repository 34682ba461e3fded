"""Each rule for a kind of site (content/rules.js) on a page in that site's markup (tests/sites), in both browsers.

The first line of a page is a comment that says the rule's name, a label of the host, each text that must be sent with what
it is a unit of, and what must not be sent. Every unit is flagged by the stand-in, so that the report names it.
"""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.extension.firefox import Firefox, run_firefox
from tests.extension.stand_in import StandIn

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILES = sorted((Path(__file__).parents[1] / "sites").glob("*.html"))
FIXTURES = {file.stem: json.loads(file.read_text("utf-8").split("-->")[0].removeprefix("<!--")) for file in FILES}


@pytest.fixture(scope="module")
def addresses(site) -> dict[str, str]:
    return {
        file.stem: site(file.read_text("utf-8").split("-->\n", 1)[1], host=FIXTURES[file.stem]["host"])
        for file in FILES
    }


def host(address: str) -> str:
    return re.split("[/:]+", address)[1]


@pytest_asyncio.fixture(loop_scope="session")
async def stand_in() -> AsyncIterator[StandIn]:
    made = StandIn()
    await made.start()
    yield made
    assert made.runner
    await made.runner.cleanup()


def settings(stand_in: StandIn, addresses: dict[str, str]) -> dict[str, Any]:
    """Paired, and every site allowed: mail is held back otherwise."""
    return {
        "port": stand_in.port,
        "token": stand_in.token,
        "sitesOn": [host(address) for address in addresses.values()],
    }


def wrong(name: str, report: dict[str, Any], stand_in: StandIn) -> list[str]:
    """Why this is not what the fixture says; empty if it is."""
    expected = FIXTURES[name]
    sent = sorted(text for batch in stand_in.sent for text in batch)
    told = [] if sent == sorted(text for _, text in expected["sent"]) else [f"{name}: sent {sent}"]
    units = sorted([finding["unit"], finding["text"]] for finding in report["findings"])
    wanted = sorted([kind, text] for kind, text in expected["sent"])
    told += [] if units == wanted else [f"{name}: found {units}, expected {wanted}"]
    return told + [f"{name}: sent {text}" for text in sent for part in expected["never"] if part in text]


async def test_every_rule_has_a_page(blank) -> None:
    page = await blank("", "rules.js")
    rules = await page.evaluate("originlens.rules.SITES.map(({ name, hosts }) => [name, hosts])")
    assert {name for name, _ in rules} == {fixture["rule"] for fixture in FIXTURES.values()}
    # A rule that goes by the host is tried on one of its own, any other on a host that nobody listed.
    for fixture in FIXTURES.values():
        (hosts,) = [hosts for name, hosts in rules if name == fixture["rule"]]
        listed = {label for _, each in rules for label in each}
        assert set(fixture["host"].split(".")) & listed <= set(hosts)
        assert not hosts or fixture["host"] in hosts


async def test_every_rule_in_chromium(chromium, stand_in, addresses) -> None:
    await chromium.store(**settings(stand_in, addresses))
    told = []
    page = await chromium.open("about:blank")
    for name, address in addresses.items():
        stand_in.forget()
        await page.goto(address)
        told += wrong(name, await chromium.settled(page), stand_in)
    assert told == []


async def test_every_rule_in_firefox(tmp_path, stand_in, addresses) -> None:
    async with run_firefox(tmp_path, [host(address) for address in addresses.values()]) as firefox:
        await _in_firefox(firefox, stand_in, addresses)


async def _in_firefox(firefox: Firefox, stand_in: StandIn, addresses: dict[str, str]) -> None:
    stored = json.dumps(settings(stand_in, addresses))
    await firefox.evaluate(firefox.popup, f"chrome.storage.local.set({stored})")
    told = []
    for name, address in addresses.items():
        await firefox.open(firefox.page, "about:blank")
        stand_in.forget()
        await firefox.open(firefox.page, address)
        told += wrong(name, await firefox.settled(), stand_in)
    assert told == []

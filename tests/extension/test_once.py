"""Ten tabs: a text is sent once, whichever of them show it, and none sends anything before it is looked at."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.extension.daemon import Daemon
from tests.extension.firefox import run_firefox

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
MARKED = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."
PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."
STATISTIC = {"statistical": [FLAGGED]}
LEFTOVER = {"residue": [":contentReference[oaicite:0]"]}


def own(number: int) -> str:
    return f"Tab number {number} has a paragraph of its own, which no other tab of the ten shows to its reader."


def sent(daemon: Daemon) -> list[str]:
    return sorted(text for batch in daemon.sent for text in batch)


async def test_ten_tabs_at_once_send_no_text_twice(chromium, daemon, site) -> None:
    # Each is in front: a browser that is driven shows every page as visible.
    daemon.gate = asyncio.Event()
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    same = site(f"<p>{FLAGGED}</p><p>{MARKED}</p>")
    others = [site(f"<p>{FLAGGED}</p><p>{own(number)}</p>") for number in range(5)]
    pages = await asyncio.gather(*map(chromium.open, [*[same] * 5, *others]))
    daemon.gate.set()
    for page in pages:
        await chromium.painted(page, STATISTIC | (LEFTOVER if page.url == same else {}))
        await chromium.settled(page)
    assert sent(daemon) == sorted([FLAGGED, MARKED, *map(own, range(5))])


async def test_ten_tabs_send_nothing_before_they_are_seen_and_nothing_twice(
    tmp_path: Path, daemon: Daemon, site: Callable[..., str]
) -> None:
    await daemon.start()
    same = site(f"<p>{FLAGGED}</p><p>{MARKED}</p>")
    addresses = [*[same] * 5, *[site(f"<p>{FLAGGED}</p><p>{own(number)}</p>") for number in range(5)]]
    async with run_firefox(tmp_path, [re.split("[/:]+", address)[1] for address in addresses]) as firefox:
        stored = json.dumps({"port": daemon.port, "token": daemon.token})
        await firefox.evaluate(firefox.popup, f"chrome.storage.local.set({stored})")
        tabs = []
        for address in addresses:
            tabs.append((await firefox.ask("browsingContext.create", type="tab", background=True))["context"])
            await firefox.open(tabs[-1], address)
        assert {await firefox.evaluate(tab, "document.visibilityState") for tab in tabs} == {"hidden"}
        await asyncio.sleep(1)
        assert daemon.sent == []
        expected = [FLAGGED, MARKED]
        for number, tab in enumerate(tabs):
            await firefox.ask("browsingContext.activate", context=tab)
            firefox.page = tab
            await firefox.settled()
            assert (await firefox.painted())["statistical"] == [FLAGGED]
            expected += [own(number - 5)] if number >= 5 else []
            assert sent(daemon) == sorted(expected)


async def test_what_depends_on_the_page_is_asked_about_on_each(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    first, second = site(f"<p>{FLAGGED}</p><p>{MARKED}</p>"), site(f"<p>{FLAGGED}</p><p>{MARKED}</p>")
    declares = site(f"<p ai-disclosure='ai-generated'>{FLAGGED}</p>")
    for address in (first, second, first, declares, declares):
        page = await chromium.open(address)
        await chromium.painted(page, STATISTIC | ({} if address == declares else LEFTOVER))
        await chromium.settled(page)
    # A leftover may be a quotation on another page, and a page may declare what it says of a text itself.
    assert sent(daemon) == sorted([FLAGGED, MARKED, MARKED, FLAGGED])


async def test_another_generation_or_rate_is_asked_anew(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    address = site(f"<p>{FLAGGED}</p>")
    for change in ("none", "generation", "rate"):
        if change == "generation":
            daemon.generation = "another"
        if change == "rate":
            await chromium.store(falseAlarms=0.01)
        page = await chromium.open(address)
        await chromium.painted(page, STATISTIC)
        await chromium.settled(page)
        await page.close()
    assert sent(daemon) == [FLAGGED] * 3


async def test_a_second_tab_does_not_wait_for_marks_that_come_later_and_gets_them(chromium, daemon, site) -> None:
    daemon.later, daemon.later_gate = True, asyncio.Event()
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    daemon.answer = lambda block, answer=daemon.answer: _hidden(answer(block))
    address = site(f"<p>{FLAGGED}</p>")
    pages = [await chromium.open(address), await chromium.open(address)]
    for page in pages:
        await chromium.settled(page)
        await chromium.painted(page, {})
    daemon.later_gate.set()
    for page in pages:
        await chromium.painted(page, {"hidden": [FLAGGED]})
    assert sent(daemon) == [FLAGGED]


def _hidden(answer: dict[str, object]) -> dict[str, object]:
    evidence = [one | {"kind": "hidden"} for one in answer["evidence"]]  # type: ignore[attr-defined]
    return answer | {"verdict": "no_sign", "passages": [], "evidence": evidence}


async def test_what_a_daemon_that_died_said_is_not_kept(chromium, daemon, site) -> None:
    daemon.breaks = 1
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    address = site(f"<p>{FLAGGED}</p>")
    for _ in range(3):
        page = await chromium.open(address)
        await chromium.painted(page, STATISTIC)
        await chromium.settled(page)
    assert sent(daemon) == [FLAGGED] * 2


async def test_the_settings_show_how_many_are_kept_and_forget_them(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    address = site(f"<p>{FLAGGED}</p>")
    await chromium.settled(await chromium.open(address))
    options = await chromium.open(f"chrome-extension://{chromium.identity}/options/options.html")
    row = options.locator("#stored > li", has_text="Answers that tabs share")
    await expect(row).to_contain_text(": 1")
    await row.get_by_role("button").click()
    await expect(row).to_contain_text(": 0")
    await chromium.settled(await chromium.open(address))
    assert sent(daemon) == [FLAGGED] * 2

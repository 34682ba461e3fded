"""The background: one batch at a time for a tab, and no favours for pages."""

import asyncio

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."


async def test_frames_of_a_tab_take_turns(chromium, daemon, site) -> None:
    daemon.gate = asyncio.Event()
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    inner = site(f"<p>{PLAIN}</p>")
    page = await chromium.open(site(f"<p>{PLAIN}</p><iframe src='{inner}'></iframe><iframe src='{inner}'></iframe>"))
    await daemon.asked.wait()
    await chromium.settled(page, "working")
    daemon.gate.set()
    await chromium.settled(page)
    assert daemon.most_at_once == 1


async def test_a_page_cannot_pair_or_ask_for_the_state(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port)
    page = await chromium.open(site(f"<p>{PLAIN}</p>"))
    session = await chromium.context.new_cdp_session(page)
    worlds = []
    session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    await session.send("Runtime.enable")
    world = next(one for one in worlds if one["origin"].startswith("chrome-extension://"))
    pairing = "chrome.runtime.sendMessage({ type: 'pair', code: '417-203' }).then(() => 'answered', () => 'refused')"
    answer = await session.send(
        "Runtime.evaluate",
        {"expression": pairing, "contextId": world["id"], "awaitPromise": True, "returnByValue": True},
    )
    assert await chromium.worker.evaluate("chrome.storage.local.get('token')") == {}, answer

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


async def test_a_mark_that_comes_later_joins_the_verdict_and_holds_up_no_other_batch(chromium, daemon, site) -> None:
    marked = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."
    daemon.later, daemon.later_gate = True, asyncio.Event()
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{marked}</p><div id=more></div>"))
    await chromium.settled(page)
    await page.evaluate("(text) => { more.innerHTML = `<p>${text}</p>`; }", PLAIN)
    async with asyncio.timeout(30):
        while len(daemon.sent) < 2:
            await asyncio.sleep(0.05)
    await chromium.painted(page, {})
    daemon.later_gate.set()
    await chromium.painted(page, {"residue": [":contentReference[oaicite:0]"]})
    report = await chromium.settled(page)
    assert report["judged"] == 2


async def test_a_daemon_that_dies_before_the_later_marks_takes_no_verdict_away(chromium, daemon, site) -> None:
    flagged = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
    daemon.breaks = 1
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{flagged}</p>"))
    await chromium.painted(page, {"statistical": [flagged]})
    await chromium.settled(page)
    assert daemon.sent == [[flagged]]

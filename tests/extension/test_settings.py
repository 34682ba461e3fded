"""Stored settings have defaults, can be set, and are watched."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_defaults_set_and_watch(chromium) -> None:
    page = await chromium.open(f"chrome-extension://{chromium.identity}/popup/popup.html")
    told = await page.evaluate("""async () => {
      const { get, set, watch } = await import("/background/settings.js");
      const before = await Promise.all(["token", "port", "falseAlarms", "sitesOff"].map(get));
      const seen = new Promise((resolve) => watch("sitesOff", resolve));
      await set("sitesOff", ["a.example"]);
      return [before, await seen, await get("sitesOff")];
    }""")
    assert told == [["", 7717, 0.001, []], ["a.example"], ["a.example"]]


async def test_a_page_cannot_read_the_token(chromium, site) -> None:
    await chromium.store(token="ol_secret")
    level = "chrome.storage.local.get('token').then((stored) => stored.token)"
    assert await chromium.worker.evaluate(level) == "ol_secret"
    page = await chromium.open(site("<p>one two three</p>"))
    session = await chromium.context.new_cdp_session(page)
    worlds = []
    session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    await session.send("Runtime.enable")
    world = next(one for one in worlds if one["origin"].startswith("chrome-extension://"))
    answer = await session.send(
        "Runtime.evaluate", {"expression": level, "contextId": world["id"], "awaitPromise": True}
    )
    assert "exceptionDetails" in answer

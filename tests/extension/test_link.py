"""The line to the background opens when there is something to say, and again after the worker slept."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

BROWSER = """() => {
  window.ports = [];
  window.heard = [];
  window.chrome = { runtime: { id: "x", connect() {
    const port = { said: [], onMessage: { addListener(f) { port.hear = f; } }, onDisconnect: { addListener(f) { port.drop = f; } },
      postMessage(message) { port.said.push(message.type); } };
    ports.push(port);
    return port;
  } } };
}"""
MAKE = "() => { window.line = originlens.link.create((message) => heard.push(message.type)); }"
SAID = "() => ports.map((port) => port.said)"


async def test_nothing_is_opened_before_something_is_said(blank) -> None:
    page = await blank("", "link.js")
    await page.evaluate(BROWSER)
    await page.evaluate(MAKE)
    assert await page.evaluate(SAID) == []
    await page.evaluate("line.say({ type: 'hello' }), line.say({ type: 'scan' }), ports[0].hear({ type: 'done' })")
    assert await page.evaluate(SAID) == [["hello", "scan"]]
    assert await page.evaluate("heard") == ["done"]


async def test_a_dropped_line_is_told_and_opened_again(blank) -> None:
    page = await blank("", "link.js")
    await page.evaluate(BROWSER)
    await page.evaluate(MAKE)
    await page.evaluate("line.say({ type: 'hello' }), ports[0].drop(), line.say({ type: 'scan' })")
    assert await page.evaluate("heard") == ["lost"]
    assert await page.evaluate(SAID) == [["hello"], ["scan"]]


async def test_an_extension_that_was_removed_is_silent(blank) -> None:
    page = await blank("", "link.js")
    await page.evaluate(BROWSER)
    await page.evaluate(MAKE)
    await page.evaluate("() => { chrome.runtime.id = undefined; line.say({ type: 'scan' }); }")
    assert await page.evaluate(SAID) == []

"""The memory of sites: two counts, no address, and nothing until the reader wants it."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

COUNT = """async (calls) => {
  const { count } = await import("/background/memory.js");
  for (const [site, found, before] of calls) await count(site, found, before);
  return (await chrome.storage.local.get({ sites: null })).sites;
}"""


@pytest.mark.parametrize(
    ("on", "calls", "told"),
    [
        (False, [["a.example", True, None]], None),
        (True, [["a.example", True, None], ["a.example", False, None], ["b.example", False, None]], {"a.example": [2, 1], "b.example": [1, 0]}),
        (True, [["a.example", False, None], ["a.example", True, False], ["a.example", False, True]], {"a.example": [1, 0]}),
        (True, [["a.example", True, None]] * 51, {"a.example": [26, 26]}),
        (True, [["", True, None]], None),
    ],
)  # fmt: skip
async def test_pages_with_findings_are_counted_by_site(on, calls, told, chromium) -> None:
    await chromium.store(memory=on)
    page = await chromium.open(f"chrome-extension://{chromium.identity}/welcome/welcome.html")
    assert await page.evaluate(COUNT, calls) == told


async def test_a_page_counts_once_however_often_it_is_judged(chromium, daemon, site) -> None:
    flagged = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, memory=True)
    address = site(f"<p>{flagged}</p><div id=more></div>")
    page = await chromium.open(address)
    await chromium.settled(page)
    await page.evaluate("(text) => { more.innerHTML = `<p>${text}</p>`; }", flagged.replace("sample", "second"))
    await chromium.badged(page, "2")
    await chromium.settled(page)
    host = address.split("/")[2].split(":")[0]
    assert await chromium.worker.evaluate("chrome.storage.local.get('sites')") == {"sites": {host: [1, 1]}}

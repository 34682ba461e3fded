"""The panel: what the page carries, where, what could not be judged, by which detectors; and all of it as a file."""

import asyncio
import json
import re

import pytest
from playwright.async_api import expect

from tests.extension.tools import violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
MARKED = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."
HUMAN = {
    "detector": "other", "kind": "declared", "found": "declared.human", "spans": [], "strength": "weak",
    "detail": "No AI model wrote this", "vendor": None, "p_value": None,
}  # fmt: skip
PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."


async def opened(chromium, daemon, address):
    """The page, and the panel as a page of its own that looks at it."""
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(address)
    await chromium.settled(page)
    return page, await chromium.popup(page, "panel/panel.html")


async def test_it_sums_up_the_page_and_leads_to_each_passage(chromium, daemon, site) -> None:
    page, panel = await opened(
        chromium, daemon, site(f"<p>{PLAIN}</p><p>{FLAGGED}</p><p style='margin-top: 3000px'>{MARKED}</p>")
    )
    await expect(panel.locator("#state")).to_have_text("2 passages stand out")
    rows = [await row.locator("th, td").all_inner_texts() for row in await panel.locator("#words tr").all()]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["Read", "60"],
        ["Chatbot leftover", "3"],
        ["Statistics", "18"],
    ]
    assert await panel.locator("#map i").count() == 2
    await expect(panel.locator("#rate")).to_have_text("At most 1 in 1,000 human texts is marked by mistake.")
    await expect(panel.locator("#ran")).to_have_text(re.compile(r"^Detectors: fake, other\. They took \d+ ms\.$"))
    await panel.get_by_role("button", name=":contentReference").click()
    await page.wait_for_function("scrollY > 1000")


async def test_what_could_not_be_judged_is_told_with_its_reason(chromium, daemon, site) -> None:
    _, panel = await opened(chromium, daemon, site(f"<p>{PLAIN}</p><p>This one is too short here.</p>"))
    await expect(panel.locator("#reasons li")).to_have_text("It has too few words. (1)")


async def test_it_follows_what_the_page_does(chromium, daemon, site) -> None:
    page, panel = await opened(chromium, daemon, site(f"<p>{PLAIN}</p><div id=more></div>"))
    await expect(panel.locator("#state")).to_have_text("Nothing stands out")
    await page.bring_to_front()
    await page.evaluate("(text) => { more.innerHTML = `<p>${text}</p>`; }", FLAGGED)
    await expect(panel.locator("#state")).to_have_text("One passage stands out")
    await page.reload()
    await expect(panel.locator("#state")).to_have_text("Nothing stands out")


async def test_a_frame_that_comes_later_is_counted_too(chromium, daemon, site) -> None:
    inner = site(f"<p>{FLAGGED}</p>")
    page, panel = await opened(chromium, daemon, site(f"<p>{PLAIN}</p><div id=more></div>"))
    await expect(panel.locator("#state")).to_have_text("Nothing stands out")
    await page.bring_to_front()
    await page.evaluate("(src) => { more.innerHTML = `<iframe src='${src}' width=600 height=300></iframe>`; }", inner)
    await expect(panel.locator("#state")).to_have_text("One passage stands out")


@pytest.mark.parametrize(("text", "told"), [(MARKED, 1), (FLAGGED, 0)])
async def test_a_page_that_is_declared_human_and_carries_a_leftover_contradicts_itself(
    text, told, chromium, daemon, site, tmp_path
) -> None:
    daemon.itself = [HUMAN]
    _, panel = await opened(chromium, daemon, site(f"<p>{text}</p>"))
    await panel.wait_for_selector("#findings > li")
    await expect(panel.locator("#itself-rows")).to_contain_text("No AI model wrote this")
    said = "These marks contradict each other"
    await expect(panel.locator("#itself-rows").get_by_text(said)).to_have_count(told)
    async with panel.expect_download() as waiting:
        await panel.click("#as-html")
    await (await waiting.value).save_as(tmp_path / "report.html")
    report = await asyncio.to_thread((tmp_path / "report.html").read_text, "utf-8")
    assert report.count(said) == told


@pytest.mark.parametrize("form", ["html", "json"])
async def test_it_is_saved_whole_and_without_the_pages_address(form, chromium, daemon, site, tmp_path) -> None:
    address = site(f"<p>{FLAGGED}</p><p>{MARKED}</p>")
    _, panel = await opened(chromium, daemon, address + "?secret")
    await panel.wait_for_selector("#findings > li")
    async with panel.expect_download() as waiting:
        await panel.click(f"#as-{form}")
    saved = await waiting.value
    host = address.split("/")[2].split(":")[0]
    assert saved.suggested_filename == f"originlens-{host}.{form}"
    file = tmp_path / saved.suggested_filename
    await saved.save_as(file)
    content = await asyncio.to_thread(file.read_text, "utf-8")
    assert "secret" not in content
    if form == "json":
        told = json.loads(content)
        assert [one["kinds"] for one in told["found"]] == [["statistical"], ["residue"]]
        assert (told["site"], told["false_alarms"], told["detectors"]) == (host, 0.001, ["fake", "other"])
        return
    report = await chromium.open(file.as_uri())
    assert FLAGGED in await report.inner_text("main")
    assert "About 1 in 2,500 human texts" in await report.inner_text("main")
    assert await report.evaluate("performance.getEntriesByType('resource').length") == 0
    assert await report.locator("script, link, img").count() == 0


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_is_inaccessible(scheme, chromium, daemon, site) -> None:
    _, panel = await opened(chromium, daemon, site(f"<p>{FLAGGED}</p><p>{MARKED}</p>"))
    await panel.emulate_media(color_scheme=scheme)
    await panel.wait_for_selector("#findings > li")
    assert await violations(panel) == []

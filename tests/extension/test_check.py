"""A text of one's own: pasted, as a file, or handed over by the context menu; sent to the daemon and nowhere else."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."
HAND = "async (text) => (await import('/background/menus.js')).hand(text)"


async def opened(chromium, daemon, path="popup/popup.html"):
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    return await chromium.open(f"chrome-extension://{chromium.identity}/{path}")


async def test_a_pasted_text_is_judged_paragraph_by_paragraph(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    await page.fill("#text", f"{PLAIN}\n\n{FLAGGED}")
    await page.get_by_role("button", name="Look").click()
    await expect(page.locator("#checked")).to_contain_text("One passage stands out")
    assert await page.locator("#checked-blocks > li").count() == 2
    assert await page.locator("#checked-blocks mark").all_inner_texts() == [FLAGGED]
    await expect(page.locator("#checked-blocks")).to_contain_text("About 1 in 2,500 human texts")
    await expect(page.locator("#checked-blocks > li").first).to_contain_text("No sign was found. That proves nothing.")
    assert daemon.sent == [[PLAIN, FLAGGED]]
    await page.get_by_role("button", name="Clear").click()
    assert await page.locator("#checked-blocks > li").count() == 0


async def test_a_file_is_read_by_the_daemon_and_judged(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    content = f"{PLAIN}\n\n{FLAGGED}".encode()
    await page.set_input_files("#file", {"name": "Letter.MD", "mimeType": "", "buffer": content})
    await expect(page.locator("#checked-blocks mark")).to_have_text(FLAGGED)
    assert daemon.files == [("text/markdown", content)]


async def test_a_dropped_file_is_taken_wherever_it_falls(chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    drop = """(text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "a.txt"));
      document.querySelector("footer").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }"""
    await page.evaluate(drop, FLAGGED)
    await expect(page.locator("#checked-blocks mark")).to_have_text(FLAGGED)


@pytest.mark.parametrize(
    ("name", "told"), [("scan.pdf", "the file holds no text"), ("a.zip", "This kind of file"), ("README", "This kind")]
)
async def test_a_file_that_cannot_be_read_is_told_with_what_to_do(name, told, chromium, daemon) -> None:
    page = await opened(chromium, daemon)
    await page.set_input_files("#file", {"name": name, "mimeType": "", "buffer": b"x"})
    await expect(page.locator("#checked")).to_contain_text(told)
    if name == "scan.pdf":
        await expect(page.locator("#checked")).to_contain_text("Run OCR first.")


async def test_what_the_context_menu_hands_over_is_judged_in_the_panel_once(chromium, daemon) -> None:
    page = await opened(chromium, daemon, "panel/panel.html")
    await page.evaluate(HAND, FLAGGED)
    await expect(page.locator("#checked-blocks mark")).to_have_text(FLAGGED)
    assert await page.input_value("#text") == FLAGGED
    await page.reload()
    await page.wait_for_selector("#check")
    assert await page.input_value("#text") == ""
    assert daemon.sent == [[FLAGGED]]


@pytest.mark.parametrize(
    ("html", "told"),
    [(f"<textarea id=f>{FLAGGED}</textarea>", FLAGGED), (f"<div id=f contenteditable>{FLAGGED}</div>", FLAGGED),
     ("<input id=f type=password value=secret>", ""), ("<p id=f tabindex=0>read only</p>", "")],
)  # fmt: skip
async def test_the_text_of_the_box_that_was_clicked_is_told_but_no_password(html, told, chromium, site) -> None:
    page = await chromium.open(site(html))
    await page.focus("#f")
    await page.bring_to_front()
    ask = """async () => {
      const [{ id }] = await chrome.tabs.query({ active: true });
      return chrome.tabs.sendMessage(id, { type: "field" }, { frameId: 0 });
    }"""
    assert await chromium.worker.evaluate(ask) == told

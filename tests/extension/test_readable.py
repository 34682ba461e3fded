"""A page whose text is drawn, not written, is said to be unreadable; a chart beside prose is not."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

BIG = "<canvas style='position:absolute;inset:0;width:100%;height:100vh'></canvas>"


@pytest.mark.parametrize(
    ("html", "words", "why"),
    [
        (BIG, 0, "canvas"),
        (BIG, 400, None),
        ("<canvas style='width:100px;height:100px'></canvas>", 0, None),
        ("<p>nothing much</p>", 0, None),
        ("<embed type='application/pdf'>", 0, "pdf"),
        ("<embed type='application/pdf'>", 400, None),
    ],
)
async def test_why_a_page_cannot_be_read(html, words, why, blank) -> None:
    page = await blank(html, "readable.js")
    assert await page.evaluate("(words) => originlens.readable.why(words)", words) == why

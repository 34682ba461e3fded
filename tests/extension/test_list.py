"""The rows under a passage."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("p", "words"), [(0.0004, "2,500"), (0.001, "1,000"), (0.00013, "7,700"), (0.5, "2"), (3e-7, "3,300,000")]
)
async def test_a_p_value_is_told_as_one_in_so_many(p, words, chromium) -> None:
    page = await chromium.open(f"chrome-extension://{chromium.identity}/popup/popup.html")
    assert await page.evaluate("async (p) => (await import('/popup/list.js')).oneIn(p)", p) == words

"""What is kept of answers: as long as what answers stands, within bounds, and through the worker's sleep."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

# A fresh copy of the module is a worker that was woken up.
KEPT = """async ({ rows, by, now, key }) => {
  const open = async (copy) => import(`/background/answered.js?${copy}`);
  const before = await open(Math.random());
  for (const one of rows) await before.keep(one, by);
  const after = await open(Math.random());
  await after.any([key]);
  if (now) await after.stands(now);
  return [after.of(key)?.verdict ?? null, await after.count()];
}"""


def row(key: str, **more: object) -> list[object]:
    return [key, {"id": "", "verdict": "no_sign", "evidence": [], "passages": [], "tokens": 3, "p_value": None} | more]


async def run(chromium, **asked) -> list[object]:
    page = await chromium.open(f"chrome-extension://{chromium.identity}/popup/popup.html")
    return await page.evaluate(KEPT, {"rows": [[row("a")], [row("b")]], "by": "1", "now": "1", "key": "a"} | asked)


async def test_an_answer_outlives_the_workers_sleep(chromium) -> None:
    assert await run(chromium) == ["no_sign", 2]


async def test_what_another_generation_answered_is_forgotten(chromium) -> None:
    assert await run(chromium, now="2") == [None, 0]


async def test_a_later_answer_replaces_an_earlier_one(chromium) -> None:
    assert await run(chromium, rows=[[row("a")], [row("a", verdict="llm")]]) == ["llm", 1]


async def test_the_oldest_go_when_there_are_too_many(chromium) -> None:
    long = [{"detail": "x" * 400_000}]
    rows = [[row(key, evidence=long)] for key in "abcdefghij"]
    assert await run(chromium, rows=rows) == [None, 7]
    assert await run(chromium, rows=[], key="j") == ["no_sign", 7]


async def test_nothing_of_it_is_written_to_the_disk(chromium) -> None:
    await run(chromium)
    assert await chromium.worker.evaluate("chrome.storage.local.get(null)") == {}

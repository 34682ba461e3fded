"""Long work lets the page breathe between its slices."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = """() => new Promise((resolve) => {
  let turns = 0, steps = 0;
  const pulse = setInterval(() => turns++, 0);
  function* work() {
    for (; steps < 40; steps++) {
      for (const end = performance.now() + 5; performance.now() < end; );
      yield;
    }
  }
  originlens.slices.run(work(), () => { clearInterval(pulse); resolve([steps, turns > 2]); });
})"""


async def test_other_tasks_run_while_the_work_goes_on_to_its_end(blank) -> None:
    page = await blank("", "slices.js")
    assert await page.evaluate(LONG) == [40, True]

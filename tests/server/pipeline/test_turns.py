import asyncio

import pytest

from originlens.pipeline import turns as module
from originlens.pipeline.turns import Turns


async def test_it_is_quiet_where_nothing_is_at_work() -> None:
    async with asyncio.timeout(5):
        await Turns().quiet(0.0)


async def test_what_takes_long_waits_for_every_scan() -> None:
    turns = Turns()
    with turns.verdicts():
        with turns.verdicts():
            waiting = asyncio.create_task(turns.quiet(0.0))
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        assert not waiting.done()
    await waiting


async def test_the_next_scan_goes_first_when_it_comes_soon() -> None:
    turns = Turns()
    waiting = asyncio.create_task(turns.quiet(0.2))
    await asyncio.sleep(0.01)
    with turns.verdicts():
        await asyncio.sleep(0.3)
        assert not waiting.done()
    await waiting


async def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.05)
    turns = Turns()
    with turns.verdicts():
        await turns.quiet(0.0)

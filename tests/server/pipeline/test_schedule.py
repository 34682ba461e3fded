"""Batches, urgency, and futures that complete on every path."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from originlens.contract import Item, Passage, Reading, Score
from originlens.errors import OriginlensError
from originlens.pipeline.schedule import DetectorFailed, Lane
from tests.server.pipeline.stand_ins import WordCounter


class Gate(WordCounter):
    """Reads only when it is let; an item costs as many tokens as its text has characters."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.seen = threading.Event(), list[list[str]]()

    def prepare(self, passage: Passage) -> Item:
        return Item(len(passage.text), passage.text)

    def read(self, items: Sequence[Item]) -> list[Reading]:
        assert self.open.wait(10)
        self.seen.append([item.data for item in items])
        return super().read(items)


def passages(*texts: str) -> list[Passage]:
    return [Passage(text, "en", 1) for text in texts]


async def test_every_item_gets_its_own_reading() -> None:
    lane = Lane(WordCounter("x"), 100)
    futures = await lane.submit(passages("x x", "y", "x"), [0, 1, 2])
    assert [await future for future in futures] == [Score(1.5), Score(-0.5), Score(0.5)]
    await lane.close()


async def test_batches_keep_the_padded_budget_and_match_lengths() -> None:
    gate = Gate()
    lane = Lane(gate, 40)
    first = await lane.submit(passages("s" * 40, "t" * 40), [0, 0])  # two batches fill both places
    await asyncio.sleep(0)
    rest = await lane.submit(passages(*["a" * 5, "b" * 20, "c" * 5, "d" * 20, "e" * 5]), [1, 1, 1, 1, 1])
    gate.open.set()
    await asyncio.gather(*first, *rest)
    await lane.close()
    assert all(max(map(len, batch)) * len(batch) <= 40 for batch in gate.seen)
    assert ["a" * 5, "c" * 5, "e" * 5] in gate.seen
    assert ["b" * 20, "d" * 20] in gate.seen


async def test_an_idle_detector_starts_with_a_small_batch() -> None:
    gate = Gate()
    lane = Lane(gate, 80)
    futures = await lane.submit(passages(*(letter * 10 for letter in "abcdefgh")), list(range(8)))
    gate.open.set()
    await asyncio.gather(*futures)
    await lane.close()
    assert gate.seen[0] == ["a" * 10, "b" * 10]
    assert max(map(len, gate.seen)) > 2


async def test_the_urgent_go_first_whoever_came_first() -> None:
    gate = Gate()
    lane = Lane(gate, 10)
    blockers = await lane.submit(passages("x" * 10, "y" * 10), [0, 0])
    await asyncio.sleep(0.01)
    late = await lane.submit(passages("p" * 10, "q" * 10), [50, 60])
    soon = await lane.submit(passages("r" * 10), [1])
    gate.open.set()
    await asyncio.gather(*blockers, *late, *soon)
    await lane.close()
    order = [batch[0][0] for batch in gate.seen]
    assert order.index("r") < order.index("p") < order.index("q")


async def test_whoever_has_left_is_not_read() -> None:
    gate = Gate()
    lane = Lane(gate, 10)
    blockers = await lane.submit(passages("x" * 10, "y" * 10), [0, 0])
    await asyncio.sleep(0.01)
    gone, here = await lane.submit(passages("g" * 10, "h" * 10), [1, 2])
    gone.cancel()
    gate.open.set()
    await asyncio.gather(*blockers, here)
    await lane.close()
    assert ["g" * 10] not in gate.seen


class Broken(WordCounter):
    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer

    def read(self, items: Sequence[Item]) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (ValueError("with the text in it"), "raised ValueError"),
        (OriginlensError("plugin_failed", "it took longer than 20 s"), "took longer"),
        ([], "0 readings for 1 items"),
        (None, "NoneType for 1 items"),
        (["?"], "returned str"),
        ([Score(float("nan"))], "statistic nan"),
    ],
)
async def test_a_detector_that_fails_fails_its_own_batch(answer: Any, told: str) -> None:
    lane = Lane(Broken(answer), 100)
    (future,) = await lane.submit(passages("x"), [0])
    with pytest.raises(DetectorFailed, match=told) as caught:
        await future
    assert "with the text" not in str(caught.value)
    await lane.close()


async def test_a_prepare_that_fails_fails_its_own_items() -> None:
    detector = WordCounter()
    detector.prepare = lambda passage: 1 / 0  # type: ignore[assignment,return-value,method-assign]
    lane = Lane(detector, 100)
    (future,) = await lane.submit(passages("x"), [0])
    with pytest.raises(DetectorFailed, match="ZeroDivisionError"):
        await future
    await lane.close()


async def test_closing_completes_what_runs_and_fails_what_waits() -> None:
    gate = Gate()
    lane = Lane(gate, 10)
    running = await lane.submit(passages("x" * 10, "y" * 10), [0, 0])
    await asyncio.sleep(0.01)
    (waiting,) = await lane.submit(passages("z" * 10), [5])
    asyncio.get_running_loop().call_later(0.05, gate.open.set)
    await lane.close()
    assert all(future.result() == Score(-0.5) for future in running)
    with pytest.raises(OriginlensError, match="stopping"):
        await waiting
    assert gate.closed

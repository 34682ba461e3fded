"""Requests -> answers in the order of the input, with a bounded number of them in work at once."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from concurrent.futures import CancelledError
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from originlens.answer import Block, BlockAnswer, KindCount, PageAnswer
from originlens.cli.records import Record
from originlens.contract import Kind
from originlens.errors import OriginlensError
from originlens.pipeline import Pipeline, ScanRequest
from originlens.pipeline.page import q_values

# Enough to fill the batches of a GPU, and few enough for any memory.
MOST_RECORDS = 256
MOST_CHARACTERS = 2_000_000
_READ_AHEAD = 16
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered:
    """A record with its answer, or with the error that stands for it."""

    record: Record
    block: BlockAnswer | None = None
    page: PageAnswer | None = None
    error: OriginlensError | None = None


async def in_order(pipeline: Pipeline, request: ScanRequest) -> AsyncIterator[BlockAnswer | PageAnswer]:
    """The answers of one text in reading order, each as soon as all before it are there; then the page's."""
    order = deque(block.id for block in request.blocks)
    early: dict[str, BlockAnswer] = {}
    async for answer in pipeline.scan(request):
        if isinstance(answer, PageAnswer):
            yield answer
            continue
        early[answer.id] = answer
        while order and order[0] in early:
            yield early.pop(order.popleft())


async def ahead(source: Iterable[T]) -> AsyncGenerator[T, None]:
    """Read a blocking source in a thread that Ctrl-C need not wait for, such as a pipe that stays silent.

    Once the generator is closed, no further item is asked of the source.
    """
    loop, left = asyncio.get_running_loop(), threading.Event()
    queue: asyncio.Queue[T | BaseException | None] = asyncio.Queue(_READ_AHEAD)

    def put(item: T | BaseException | None) -> None:
        coroutine = queue.put(item)
        try:
            placed = asyncio.run_coroutine_threadsafe(coroutine, loop)
        except RuntimeError:
            coroutine.close()  # the loop has gone, and nobody will ever begin it
            raise
        placed.result()

    def read_all() -> None:
        with suppress(RuntimeError, CancelledError):  # the loop has gone
            try:
                for item in source:
                    put(item)
                    if left.is_set():
                        return
                put(None)
            except Exception as error:  # raised again where the items are used
                put(error)

    threading.Thread(target=read_all, daemon=True, name="originlens-input").start()
    try:
        while (item := await queue.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        left.set()
        while not queue.empty():  # so that an item that waits for room finds it
            queue.get_nowait()


async def each_record(
    pipeline: Pipeline, records: Iterable[Record], false_alarms: float, language: str | None
) -> AsyncIterator[Answered]:
    """Every record judged as a text of its own, so that none changes the answer of another."""
    window: asyncio.Queue[asyncio.Task[Answered] | None] = asyncio.Queue(MOST_RECORDS)
    room, tasks, characters = asyncio.Event(), set[asyncio.Task[Answered]](), 0

    async def start_each() -> None:
        nonlocal characters
        try:
            async with aclosing(ahead(records)) as read:
                async for record in read:
                    while characters >= MOST_CHARACTERS:
                        room.clear()
                        await room.wait()
                    characters += _length(record)
                    tasks.add(task := asyncio.create_task(_judge(pipeline, record, false_alarms, language)))
                    await window.put(task)
        finally:
            await window.put(None)

    starter = asyncio.create_task(start_each())
    try:
        while (task := await window.get()) is not None:
            answered = await task
            tasks.discard(task)
            characters -= _length(answered.record)
            room.set()
            yield answered
        await starter
    finally:
        for pending in (starter, *tasks):
            pending.cancel()
        await asyncio.gather(starter, *tasks, return_exceptions=True)


@dataclass(slots=True)
class Total:
    """The page of all records, summed up one record at a time."""

    false_alarms: float
    keep_p_values: bool
    page: PageAnswer = field(init=False)
    p_values: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page = PageAnswer(0, 0, 0, 0.0, self.false_alarms, {}, ())

    def add(self, block: BlockAnswer, page: PageAnswer) -> None:
        """Count one record; its p-value is kept only where q-values are wanted, for they take memory."""
        if self.keep_p_values and block.p_value is not None:
            self.p_values[block.id] = block.p_value
        sum_, kinds = self.page, dict(self.page.kinds)
        for kind, count in page.kinds.items():
            kinds[kind] = _sum(kinds, kind, count)
        self.page = replace(
            sum_,
            blocks=sum_.blocks + page.blocks,
            tested=sum_.tested + page.tested,
            flagged=sum_.flagged + page.flagged,
            expected_by_chance=sum_.expected_by_chance + page.expected_by_chance,
            kinds=kinds,
            detectors=tuple(sorted({*sum_.detectors, *page.detectors})),
        )

    def finish(self, milliseconds: float) -> PageAnswer:
        """The page of everything counted."""
        return replace(self.page, q_values=q_values(self.p_values), milliseconds=milliseconds)


def _sum(kinds: dict[Kind, KindCount], kind: Kind, count: KindCount) -> KindCount:
    before = kinds.get(kind, KindCount())
    return KindCount(before.blocks + count.blocks, before.tokens + count.tokens)


def _length(record: Record) -> int:
    return len(record.block.text) if record.block else 0


async def _judge(pipeline: Pipeline, record: Record, false_alarms: float, language: str | None) -> Answered:
    if record.block is None:
        return Answered(record, error=record.error)
    blocks: Sequence[Block] = [record.block]
    found: BlockAnswer | None = None
    try:
        async for answer in pipeline.scan(ScanRequest(blocks, false_alarms, language=language)):
            if isinstance(answer, PageAnswer):
                return Answered(record, found, answer)
            found = answer
    except OriginlensError as error:
        return Answered(record, error=error)
    raise AssertionError("a scan ends with its page")

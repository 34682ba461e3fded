"""A bounded queue for each detector: batches by token budget, most urgent first, every future completed.

Requests share batches. The next batch is formed while one runs, so the model never waits for Python.
"""

import asyncio
import heapq
import itertools
import logging
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from originlens.contract import Abstention, Detector, Item, Marks, Reading, Score
from originlens.errors import OriginlensError

_LOOK_AHEAD = 8  # batches' worth of waiting items among which lengths are matched
_FIRST = 4  # the first batch of an idle lane is this much smaller
_IN_FLIGHT = 2  # one batch runs, one is ready behind it
_log = logging.getLogger(__name__)


class DetectorFailed(Exception):
    """A detector raised, or returned what is not a reading; the message says which."""


@dataclass(order=True, slots=True)
class _Job:
    urgency: int  # lower is sooner: the place in its request
    arrival: int
    item: Item = field(compare=False)
    future: "asyncio.Future[Reading]" = field(compare=False)


class Lane:
    """One detector's queue and its two threads: one prepares, one reads."""

    def __init__(self, detector: Detector[Any], batch_tokens: int) -> None:
        """`batch_tokens`: padded tokens in a batch, longest item times number of items."""
        self.detector, self.batch_tokens = detector, batch_tokens
        self.running = 0
        self._waiting: list[_Job] = []
        self._arrivals = itertools.count()
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(_IN_FLIGHT)
        self._preparer = ThreadPoolExecutor(1, "prepare")
        self._reader = ThreadPoolExecutor(1, "read")
        self._running: set[asyncio.Task[None]] = set()
        self._loop = asyncio.create_task(self._run())

    async def submit(self, subjects: Sequence[Any], urgencies: Sequence[int]) -> "list[asyncio.Future[Reading]]":
        """Prepare the subjects and queue them; each future gets its reading or raises DetectorFailed.

        Cancelling a future takes its item out of the queue.
        """
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Reading]] = [loop.create_future() for _ in subjects]
        try:
            items = await loop.run_in_executor(self._preparer, lambda: [self.detector.prepare(s) for s in subjects])
        except Exception as error:
            return [_failed(future, error) for future in futures]
        for item, future, urgency in zip(items, futures, urgencies, strict=True):
            heapq.heappush(self._waiting, _Job(urgency, next(self._arrivals), item, future))
        self._wake.set()
        return futures

    async def close(self) -> None:
        """Stop; what waits fails with "shutting_down", what runs is waited for."""
        self._loop.cancel()
        await asyncio.gather(self._loop, return_exceptions=True)
        for job in self._waiting:
            if not job.future.done():
                job.future.set_exception(OriginlensError("shutting_down", "the scan was not finished"))
        self._waiting.clear()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._preparer.shutdown()
        self._reader.shutdown()
        self.detector.close()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            await self._slots.acquire()
            # Where nothing runs somebody waits for a first answer: a small batch brings it sooner.
            batch = self._take(self.batch_tokens if self._running else self.batch_tokens // _FIRST)
            if not self._waiting:
                self._wake.clear()
            if not batch:
                self._slots.release()
                continue
            task = asyncio.create_task(self._read(batch))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def _take(self, budget: int) -> list[_Job]:
        """The most urgent item with those near it in the queue whose lengths pad it least, within `budget` tokens."""
        near: list[_Job] = []
        tokens = 0
        while self._waiting and tokens < _LOOK_AHEAD * budget:
            job = heapq.heappop(self._waiting)
            if not job.future.done():  # its caller has left
                near.append(job)
                tokens += job.item.tokens
        if not near:
            return []
        first = near[0]
        near.sort(key=lambda job: job.item.tokens)
        low = high = near.index(first)
        # Grow from the most urgent item towards whichever neighbour is more urgent, while it fits.
        while True:
            can = [
                i for i in (low - 1, high + 1) if 0 <= i < len(near) and _fits(near, min(low, i), max(high, i), budget)
            ]
            if not can:
                break
            chosen = min(can, key=lambda i: near[i])
            low, high = min(low, chosen), max(high, chosen)
        for job in near[:low] + near[high + 1 :]:
            heapq.heappush(self._waiting, job)
        return near[low : high + 1]

    async def _read(self, batch: list[_Job]) -> None:
        self.running += len(batch)
        loop = asyncio.get_running_loop()
        try:
            readings = await loop.run_in_executor(self._reader, self.detector.read, [job.item for job in batch])
            check(readings, len(batch))
        except Exception as error:
            for job in batch:
                _failed(job.future, error)
        else:
            for job, reading in zip(batch, readings, strict=True):
                if not job.future.done():
                    job.future.set_result(reading)
        finally:
            self.running -= len(batch)
            self._slots.release()


def _fits(jobs: list[_Job], low: int, high: int, budget: int) -> bool:
    return jobs[high].item.tokens * (high - low + 1) <= budget


def _failed(future: "asyncio.Future[Reading]", error: Exception) -> "asyncio.Future[Reading]":
    if not future.done():
        # The type alone for a stranger's exception: its message may quote the text.
        told = error.detail if isinstance(error, OriginlensError) else f"raised {type(error).__name__}"
        future.set_exception(DetectorFailed(error.args[0] if isinstance(error, DetectorFailed) else told))
    return future


def check(readings: object, expected: int) -> None:
    """Raises DetectorFailed where `readings` are not `expected` readings with finite statistics."""
    if not isinstance(readings, Sequence) or len(readings) != expected:
        got = f"{len(readings)} readings" if isinstance(readings, Sequence) else type(readings).__name__
        raise DetectorFailed(f"returned {got} for {expected} items")
    for reading in readings:
        if not isinstance(reading, Score | Marks | Abstention):
            raise DetectorFailed(f"returned {type(reading).__name__} where a Score, Marks or Abstention was expected")
        if isinstance(reading, Score) and not math.isfinite(reading.statistic):
            raise DetectorFailed(f"returned the statistic {reading.statistic}")

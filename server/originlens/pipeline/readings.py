"""Passages and documents -> readings: from the cache where they are known, else from the detectors' queues."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from originlens.contract import Reading
from originlens.errors import OriginlensError
from originlens.pipeline.cache import Cache
from originlens.pipeline.schedule import DetectorFailed, Lane
from originlens.registry import Loaded, Registry

RETRY_SECONDS = 2


class Readings:
    """Asks detectors on behalf of many requests; every detector has one queue for all of them."""

    def __init__(self, cache: Cache, batch_tokens: int, limit: int) -> None:
        """`limit`: how many blocks of all requests together may be in work."""
        self.cache, self.batch_tokens, self.limit = cache, batch_tokens, limit
        self.in_work = 0
        self._lanes: dict[Loaded, Lane] = {}

    @property
    def running(self) -> int:
        """Passages and documents that detectors are reading now."""
        return sum(lane.running for lane in self._lanes.values())

    @contextmanager
    def admit(self, blocks: int) -> Iterator[None]:
        """Hold places for a request's blocks. Raises OriginlensError("busy") where there are not enough.

        Where nothing is in work a request of any size is taken: it could never be served otherwise.
        """
        if self.in_work and self.in_work + blocks > self.limit:
            detail = f"{self.in_work:,} blocks are in work and {blocks:,} more were sent; the limit is {self.limit:,}"
            raise OriginlensError("busy", detail, retry_after=RETRY_SECONDS)
        self.in_work += blocks
        try:
            yield
        finally:
            self.in_work -= blocks

    async def ask(
        self, registry: Registry, loaded: Loaded, subjects: Mapping[bytes, Any], urgencies: Sequence[int]
    ) -> "dict[bytes, Reading | asyncio.Future[Reading]]":
        """A reading or the future of one for each subject, by cache key.

        A future raises DetectorFailed if the detector fails; the registry's list then says so.
        """
        found: dict[bytes, Any] = dict(self.cache.remembered(subjects))
        if missing := [key for key in subjects if key not in found]:
            found |= await asyncio.to_thread(self.cache.recall, missing)
        asked = [(key, urgency) for key, urgency in zip(subjects, urgencies, strict=True) if key not in found]
        if not asked:
            return found
        if loaded not in self._lanes:
            self._lanes[loaded] = Lane(loaded.detector, self.batch_tokens)
        futures = await self._lanes[loaded].submit([subjects[key] for key, _ in asked], [u for _, u in asked])
        for (key, _), future in zip(asked, futures, strict=True):
            found[key] = future
            future.add_done_callback(partial(self._settle, registry, loaded, key))
        return found

    async def retire(self, loaded: Loaded) -> None:
        """Close a detector that nobody uses any more."""
        lane = self._lanes.pop(loaded, None)
        if lane:
            await lane.close()
        else:
            await asyncio.to_thread(loaded.detector.close)

    def _settle(self, registry: Registry, loaded: Loaded, key: bytes, done: "asyncio.Future[Reading]") -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            self.cache.store({key: done.result()})
            registry.report(loaded, None)
        elif isinstance(error, DetectorFailed):
            registry.report(loaded, str(error))

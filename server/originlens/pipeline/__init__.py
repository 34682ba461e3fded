"""The path of a text: segment -> cache -> schedule -> calibrate -> fuse -> verdict -> page, in that order."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from originlens import runtime, switches
from originlens.answer import Block, BlockAnswer, PageAnswer
from originlens.contract import Document
from originlens.pipeline.blocks import BlockJudge
from originlens.pipeline.cache import Cache
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.documents import document_evidence, takes_long
from originlens.pipeline.page import page
from originlens.pipeline.readings import Readings
from originlens.pipeline.request import Model, PipelineState, ScanRequest
from originlens.pipeline.segment import Segmented, segment
from originlens.pipeline.turns import Turns
from originlens.registry import Loaded, Registry
from originlens.settings import Settings, home

__all__ = ["Model", "Pipeline", "PipelineState", "ScanRequest"]
_FIRST_CHUNK, _CHUNK = 32, 128  # blocks segmented at a time: the first verdict does not wait for the last block
_LOOK_SECONDS = 1.0  # between two looks at the file that says what was installed or switched
_NEXT_SECONDS = 0.25  # within which a reader's next blocks come, once the verdicts of the last ones are out
_BATCH_TOKENS: dict[runtime.Device, int] = {"cpu": 1024, "cuda": 16_384}


class Pipeline:
    """Everything a scan needs, opened once: registry, cache and the detectors' queues."""

    def __init__(self, settings: Settings) -> None:
        """Use `Pipeline.open`, which also closes."""
        self.settings = settings
        self.device = runtime.device(settings.device)
        self._loop = asyncio.get_running_loop()
        self._cache = Cache(home(), settings.cache_mb * 2**20)
        self._readings = Readings(
            self._cache, settings.batch_tokens or _BATCH_TOKENS[self.device], settings.queue_blocks
        )
        self._turns = Turns()
        self._started, self._forgotten = secrets.token_hex(8), 0
        self._retiring: set[asyncio.Future[None]] = set()
        self.registry = Registry(settings, Calibration.load, self._retire)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings) -> AsyncIterator["Pipeline"]:
        """Open, follow what is installed or switched meanwhile, and close."""
        pipeline = cls(settings)
        follower = asyncio.create_task(pipeline._follow())
        try:
            yield pipeline
        finally:
            follower.cancel()
            await asyncio.gather(follower, return_exceptions=True)
            await asyncio.to_thread(pipeline.registry.close)
            await asyncio.sleep(0)  # lets the retirements that close() asked for begin
            await asyncio.gather(*pipeline._retiring)
            await asyncio.to_thread(pipeline._cache.close)

    async def scan(self, request: ScanRequest) -> AsyncGenerator[BlockAnswer | PageAnswer, None]:
        """Block answers as they are ready, in no fixed order, then the page's.

        A block may be answered twice where `request.at_once` says so; the last answer holds.
        Raises OriginlensError("busy") before the first answer. Closing the generator drops the rest.
        """
        began = time.perf_counter()
        answers: dict[str, BlockAnswer] = {}
        with self._readings.admit(len(request.blocks)), self.registry.lease() as detectors:
            late = [detector for detector in detectors if takes_long(detector)]
            at_once = request.at_once or not late
            soon = [detector for detector in detectors if not takes_long(detector)]
            judge = BlockJudge(request.false_alarms, soon, self._readings, self.registry)
            document = replace(request.document or Document(()), blocks=tuple(b.text for b in request.blocks))
            with self._turns.verdicts():
                working = asyncio.create_task(self._work(judge, request, document))
                try:
                    async for answer in judge.answers(working):
                        answers[answer.id] = answer
                        if at_once:
                            yield answer
                finally:
                    working.cancel()
                    judge.drop()
                    await asyncio.gather(working, return_exceptions=True)
            if late:
                await self._turns.quiet(_NEXT_SECONDS if request.at_once else 0.0)
            found = await document_evidence(late, document, self._readings, self.registry)
            for place, block in enumerate(request.blocks):
                more = found.get(place, [])
                answers[block.id] = replace(answers[block.id], evidence=(*answers[block.id].evidence, *more))
                if more or not at_once:
                    yield answers[block.id]
            evidence = [*await judge.page_marks(), *found.get(None, [])]
            elapsed = 1000 * (time.perf_counter() - began)
            names = (loaded.about.name for loaded in detectors)
            yield page(tuple(answers.values()), evidence, request.false_alarms, names, elapsed)

    async def _work(self, judge: BlockJudge, request: ScanRequest, document: Document) -> None:
        await judge.begin(document)
        first, size = 0, _FIRST_CHUNK
        while chunk := request.blocks[first : first + size]:
            await judge.add(first, chunk, await asyncio.to_thread(_segment, chunk, request.language))
            first, size = first + size, _CHUNK
        await judge.finish()

    def forget(self) -> None:
        """Empty the cache; blocks. Texts read before are judged again when they come back."""
        self._cache.clear()
        self._forgotten += 1

    @property
    def generation(self) -> str:
        """Differs when a text may be answered otherwise: another start, other detectors, an emptied cache."""
        return f"{self._started}.{self.registry.changes}.{self._forgotten}"

    def state(self) -> PipelineState:
        """Queue, cache, device and models now."""
        entries, size = self._cache.size()
        with self.registry.lease() as detectors:
            opened = [(d.about.name, d.bundle.opened) for d in detectors if d.bundle and d.bundle.opened]
        # What the open models really run on; the device found at start, where there is no model.
        really = {session.device for _, session in opened} or {self.device}
        return PipelineState(
            "cuda" if "cuda" in really else "cpu",
            tuple(Model(name, session.variant, session.provider) for name, session in opened),
            self._readings.in_work,
            self._readings.running,
            self._readings.limit,
            entries,
            size,
            self._cache.limit_bytes,
            self._cache.hits,
            self._cache.misses,
            self._cache.note,
        )

    async def _follow(self) -> None:
        seen = switches.read().generation
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            now = switches.read().generation
            if now != seen:
                seen = now
                await asyncio.to_thread(self.registry.refresh)

    def _retire(self, loaded: Loaded) -> None:
        """Called from whichever thread ends the last use of a detector."""

        def begin() -> None:
            task = asyncio.ensure_future(self._readings.retire(loaded))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

        with contextlib.suppress(RuntimeError):  # the loop has gone, and the process with it
            self._loop.call_soon_threadsafe(begin)


def _segment(blocks: Sequence[Block], told: str | None) -> list[Segmented]:
    return [segment(block.text, told) for block in blocks]

"""One scan's blocks: collects their readings and marks, and answers each block as soon as it can."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from originlens.answer import Block, BlockAnswer, Evidence
from originlens.contract import Document, Passage, Reading
from originlens.pipeline.conclude import conclude
from originlens.pipeline.covers import with_covers
from originlens.pipeline.documents import document_evidence
from originlens.pipeline.marks import passage_marks
from originlens.pipeline.readings import Readings
from originlens.pipeline.schedule import DetectorFailed
from originlens.pipeline.segment import Segmented
from originlens.registry import Loaded, Registry


class BlockJudge:
    """Collects what the detectors read of one request, block by block."""

    def __init__(self, rate: float, detectors: Sequence[Loaded], readings: Readings, registry: Registry) -> None:
        """`rate`: share of human blocks that may be flagged."""
        self._rate, self._readings, self._registry = rate, readings, registry
        self._of_passages = [d for d in detectors if d.about.scope == "passage"]
        self._of_documents = [d for d in detectors if d.about.scope == "document"]
        self._statistical = [d for d in self._of_passages if d.about.kind == "statistical"]
        self._ready: asyncio.Queue[BlockAnswer | None] = asyncio.Queue()
        self._waiting: list[asyncio.Task[None]] = []
        self._asked: list[asyncio.Future[Reading]] = []
        self._document: asyncio.Task[dict[int | None, list[Evidence]]] | None = None

    async def answers(self, working: "asyncio.Task[None]") -> AsyncIterator[BlockAnswer]:
        """Answers as they are ready, until `working` ends; raises what it raised."""
        working.add_done_callback(lambda _: self._ready.put_nowait(None))
        while (answer := await self._ready.get()) is not None:
            yield answer
        await working

    async def begin(self, document: Document) -> None:
        """Ask the detectors that see the whole document."""
        reading = document_evidence(self._of_documents, document, self._readings, self._registry)
        self._document = asyncio.create_task(reading)

    async def add(self, first: int, blocks: Sequence[Block], segmented: Sequence[Segmented]) -> None:
        """Ask about some blocks; `first` is the place of the first one in the request."""
        found: dict[Loaded, dict[bytes, Any]] = {}
        keys: dict[Loaded, list[list[bytes]]] = {}
        for detector in self._of_passages:
            subjects: dict[bytes, Passage] = {}
            urgencies: dict[bytes, int] = {}
            keys[detector] = []
            for place, cut in enumerate(segmented, first):
                wanted = cut.pieces if is_asked(detector, cut) else ()
                own = [self._key(detector, piece.passage) for piece in wanted]
                keys[detector].append(own)
                for key, piece in zip(own, wanted, strict=True):
                    subjects.setdefault(key, piece.passage)
                    urgencies.setdefault(key, place)
            found[detector] = await self._readings.ask(self._registry, detector, subjects, list(urgencies.values()))
            self._asked += [r for r in found[detector].values() if isinstance(r, asyncio.Future)]
        marked = self._document.result() if self._document and self._document.done() else None
        for i, (block, cut) in enumerate(zip(blocks, segmented, strict=True)):
            own_readings = {d: [found[d][key] for key in keys[d][i]] for d in self._of_passages}
            if marked is not None and not any(
                isinstance(r, asyncio.Future) for own in own_readings.values() for r in own
            ):
                # A page seen before is answered at once, without a task for each of its blocks.
                self._answer(block, cut, own_readings, marked.get(first + i, []))
            else:
                self._waiting.append(asyncio.create_task(self._wait(first + i, block, cut, own_readings)))

    async def finish(self) -> None:
        """Wait until every block is answered."""
        await asyncio.gather(*self._waiting)

    async def page_marks(self) -> list[Evidence]:
        """What was found in the document outside its blocks."""
        return (await self._document).get(None, []) if self._document else []

    def drop(self) -> None:
        """Give up what is not answered yet."""
        for future in self._asked:
            future.cancel()
        for task in self._waiting:
            task.cancel()
        if self._document and not self._document.done() and self._waiting:
            self._document.cancel()

    def _key(self, detector: Loaded, passage: Passage) -> bytes:
        ends = ",".join(str(end) for _, end in passage.sentences)
        return self._readings.cache.key(detector.identity, f"{passage.language}\0{ends}\0{passage.text}")

    async def _wait(
        self, place: int, block: Block, cut: Segmented, asked: "dict[Loaded, list[Reading | asyncio.Future[Reading]]]"
    ) -> None:
        readings: dict[Loaded, list[Reading] | DetectorFailed] = {}
        for detector, own in asked.items():
            try:
                readings[detector] = [await r if isinstance(r, asyncio.Future) else r for r in own]
            except DetectorFailed as error:
                readings[detector] = error
        self._answer(block, cut, readings, (await self._document).get(place, []) if self._document else [])

    def _answer(
        self,
        block: Block,
        cut: Segmented,
        readings: "Mapping[Loaded, list[Reading] | DetectorFailed]",
        of_document: Sequence[Evidence],
    ) -> None:
        marks = list(of_document)
        for detector, found in readings.items():
            if not isinstance(found, DetectorFailed):
                marks += passage_marks(detector.about, cut, found)
        statistics = [(detector, readings[detector]) for detector in self._statistical]
        self._ready.put_nowait(conclude(block.id, cut, statistics, self._rate, with_covers(block.text, marks)))


def is_asked(detector: Loaded, block: Segmented) -> bool:
    """Whether a detector of passages has evidence for a block: for its kind of text, its length and its language."""
    about = detector.about
    if about.kind == "statistical" and block.reason:
        return False
    return block.words >= about.least_words and (not about.languages or block.language in about.languages)

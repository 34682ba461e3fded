"""A whole document -> what the detectors that see it whole find, by block."""

import asyncio
import hashlib
from collections.abc import Sequence

from originlens.answer import Evidence
from originlens.contract import Document
from originlens.pipeline.marks import document_marks
from originlens.pipeline.readings import Readings
from originlens.pipeline.schedule import DetectorFailed
from originlens.registry import Loaded, Registry


def takes_long(detector: Loaded) -> bool:
    """Whether it is asked when the verdicts are out: a watermark is sought with many keys and tokenizers."""
    return detector.about.scope == "document" and detector.about.kind == "watermark"


async def document_evidence(
    detectors: Sequence[Loaded], document: Document, readings: Readings, registry: Registry
) -> dict[int | None, list[Evidence]]:
    """By the place of the block; None: outside the blocks. A detector that fails is told to the registry."""
    source = None if document.source is None else hashlib.blake2b(document.source).hexdigest()
    text = repr((document.blocks, document.html, sorted(document.headers.items()), document.links, source))
    asked = {}
    for detector in detectors:
        key = readings.cache.key(detector.identity, text)
        asked[detector] = (await readings.ask(registry, detector, {key: document}, [0]))[key]
    found: dict[int | None, list[Evidence]] = {}
    for detector, reading in asked.items():
        try:
            done = await reading if isinstance(reading, asyncio.Future) else reading
            marks = document_marks(detector.about, document, done)
        except DetectorFailed as error:
            registry.report(detector, str(error))
            continue
        for place, evidence in marks:
            found.setdefault(place, []).append(evidence)
    return found

"""Marks of a detector -> evidence, with every span moved to the block as it was sent and checked."""

from collections.abc import Sequence

from originlens.answer import Evidence
from originlens.contract import About, Document, Mark, Marks, Reading
from originlens.pipeline.schedule import DetectorFailed
from originlens.pipeline.segment import Segmented


def passage_marks(about: About, cut: Segmented, readings: Sequence[Reading]) -> list[Evidence]:
    """Evidence in one block, from the readings of its windows (in order, or none at all).

    Windows overlap, so a mark that two of them hold is told once.
    """
    found = [
        _evidence(about, mark, tuple(cut.original(piece, start, end) for start, end in mark.spans))
        for piece, reading in zip(cut.pieces, readings, strict=False)
        if isinstance(reading, Marks)
        for mark in reading.marks
    ]
    return list(dict.fromkeys(found))


def document_marks(about: About, document: Document, reading: Reading) -> list[tuple[int | None, Evidence]]:
    """The place of the block (None: outside the blocks) and the evidence, for each mark.

    Raises DetectorFailed where a mark lies outside the text.
    """
    found: list[tuple[int | None, Evidence]] = []
    for mark in reading.marks if isinstance(reading, Marks) else ():
        if mark.block is not None and not 0 <= mark.block < len(document.blocks):
            raise DetectorFailed(f"marked block {mark.block} of {len(document.blocks)}")
        length = 0 if mark.block is None else len(document.blocks[mark.block])
        if any(not 0 <= start <= end <= length for start, end in mark.spans):
            raise DetectorFailed(f"marked {mark.spans} in a block of {length} characters")
        found.append((mark.block, _evidence(about, mark, mark.spans)))
    return found


def _evidence(about: About, mark: Mark, spans: tuple[tuple[int, int], ...]) -> Evidence:
    return Evidence(
        detector=about.name,
        kind=about.kind,
        found=mark.what,
        strength=mark.strength,
        spans=spans,
        detail=mark.detail,
        vendor=mark.vendor,
        p_value=mark.p_value,
        family=mark.family,
    )

"""What the pipeline is asked, and what it tells of its own state."""

from collections.abc import Sequence
from dataclasses import dataclass

from originlens.answer import Block
from originlens.contract import Document


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """One scan. The order of `blocks` is their priority; `false_alarms` is a rate above 0 and below 1.

    `document` is what lies outside the blocks (its own `blocks` are filled in by the pipeline);
    `language` is what the caller says, ISO 639-1. `at_once`: a block is answered when its verdict is there, and again
    if a mark is found in it that takes longer to seek; else once, when all is there.
    """

    blocks: Sequence[Block]
    false_alarms: float
    document: Document | None = None
    language: str | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """An open model: which variant, on which ONNX Runtime provider it really runs."""

    detector: str
    variant: str
    provider: str


@dataclass(frozen=True, slots=True)
class PipelineState:
    """The state at this moment.

    `queue_waiting` and `queue_limit` count blocks in work, `queue_running` the passages that are being read; the
    cache counts readings and bytes.
    """

    device: str
    models: tuple[Model, ...]
    queue_waiting: int
    queue_running: int
    queue_limit: int
    cache_entries: int
    cache_bytes: int
    cache_limit_bytes: int
    cache_hits: int
    cache_misses: int
    cache_note: str | None

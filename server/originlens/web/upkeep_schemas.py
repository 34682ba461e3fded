"""The shapes of the calls beside a scan: a file's text; the detectors, the switch of one, its card."""

from typing import Literal

from pydantic import Field

from originlens.contract import Kind
from originlens.web.schemas import BlockIn, Count, DocumentIn, Shape


class TextResponse(Shape):
    """A file's paragraphs as blocks, and what lies outside them: the first part of a ScanRequest."""

    blocks: list[BlockIn]
    document: DocumentIn | None


class DetectorOut(Shape):
    """A detector, or what kept it from opening and what to do about it."""

    name: str
    version: str | None
    method: str
    kind: Kind | None
    scope: Literal["passage", "document"] | None
    state: Literal["ready", "failed", "disabled"]
    reason: str | None
    remedy: str | None
    languages: list[str]
    least_words: Count
    max_tokens: Count
    calibrated: bool
    device: str | None
    variant: str | None
    built_in: bool
    local_calibration: str | None


class DetectorsResponse(Shape):
    """Every detector, the failed and disabled ones too."""

    detectors: list[DetectorOut]


class SwitchRequest(Shape):
    """A detector to switch on or off; it stays installed."""

    detector: str = Field(min_length=1, max_length=100)
    on: bool


class CardResponse(Shape):
    """The card of a detector, Markdown; null where it brings none."""

    name: str
    card: str | None

"""The shapes of the calls beside a scan: a file's text, the switch of a detector, its card."""

from pydantic import Field

from originlens.web.schemas import BlockIn, DocumentIn, Shape


class TextResponse(Shape):
    """A file's paragraphs as blocks, and what lies outside them: the first part of a ScanRequest."""

    blocks: list[BlockIn]
    document: DocumentIn | None


class SwitchRequest(Shape):
    """A detector to switch on or off; it stays installed."""

    detector: str = Field(min_length=1, max_length=100)
    on: bool


class CardResponse(Shape):
    """The card of a detector, Markdown; null where it brings none."""

    name: str
    card: str | None

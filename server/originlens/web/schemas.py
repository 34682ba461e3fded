"""The shapes of requests and answers, as pydantic models; the OpenAPI document is made from them.

Requests are validated with these models. Answers are sent as the dicts of wire.py, which is 14 times faster;
the tests hold those dicts against these models. Offsets are UTF-16 code units unless the request says otherwise.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from originlens.answer import ReasonCode, Undone, Verdict
from originlens.contract import Family, Kind, Strength

Probability = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Rate = Annotated[float, Field(ge=1e-6, le=0.5)]
WholeText = Annotated[str, Field(max_length=4_194_304)]
Line = Annotated[str, Field(max_length=16_384)]
Language = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$")]


class Shape(BaseModel):
    """Base of all shapes: no unknown keys, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class BlockIn(Shape):
    """A block of text as the reader sees it, under an id that is unique in the request."""

    id: str = Field(min_length=1, max_length=200)
    text: str


class DocumentIn(Shape):
    """What lies outside the text of the blocks, where the caller has it."""

    html: WholeText | None = Field(
        None, description="The page, or its parts that declare something; rebuilt or as served."
    )
    source: WholeText | None = Field(None, description="The file or page exactly as stored, which signatures bind.")
    headers: Annotated[dict[Line, Line], Field(max_length=256)] | None = Field(None, description="Of the response.")
    links: Annotated[list[Line], Field(max_length=50_000)] | None = Field(None, description="Read, never fetched.")


class ScanRequest(Shape):
    """Blocks in order of priority: what the reader sees first comes first."""

    blocks: list[BlockIn]
    document: DocumentIn | None = None
    url: str | None = Field(None, description="Address of the page; never logged, stored or fetched.")
    language: Language | None = Field(None, description="ISO 639-1, or a longer tag such as en-GB; detected if absent.")
    false_alarms: Rate | None = Field(None, description="Share of human blocks flagged; the daemon decides if absent.")
    offsets: Literal["utf-16", "code-point"] = "utf-16"

    @field_validator("blocks")
    @classmethod
    def _ids_differ(cls, blocks: list[BlockIn]) -> list[BlockIn]:
        if len({block.id for block in blocks}) < len(blocks):
            raise PydanticCustomError("ids_repeat", "the ids must differ from each other")
        return blocks


class PairRequest(Shape):
    """The one-time code that `originlens pair` shows, and a name under which the token is listed."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")


class Span(Shape):
    """Half-open range of the block's text."""

    start: Count
    end: Count


class PassageOut(Span):
    """A run of whole sentences with its own verdict."""

    verdict: Verdict
    p_value: Probability | None


class EvidenceOut(Shape):
    """One thing one detector found; kinds are shown apart and never summed."""

    detector: str
    kind: Kind
    found: str
    spans: list[Span]
    strength: Strength
    detail: str
    vendor: str | None
    family: Family | None = Field(description="The maker that a mark names.")
    p_value: Probability | None
    covers: list[Span] = Field(description="The passages that a leftover marks; empty: it marks its spans.")


class OriginOut(Shape):
    """The family of models that wrote it; `probability` is null where a mark decides."""

    family: Family
    vendor: str | None
    probability: Probability | None


class ReasonOut(Shape):
    """Why there is no statistical verdict."""

    code: ReasonCode
    sentence: str


class BlockOut(Shape):
    """The final answer for one block; `verdict` is of the statistics alone, `tokens` are words."""

    id: str
    verdict: Verdict
    p_value: Probability | None
    tokens: Count
    language: str
    passages: list[PassageOut]
    evidence: list[EvidenceOut]
    origin: OriginOut | None
    reason: ReasonOut | None
    undone: dict[Undone, Count]


class KindOut(Shape):
    """How many blocks and words carry one kind of evidence."""

    blocks: Count
    tokens: Count


class PageOut(Shape):
    """The page as a whole; `q_values` (Benjamini-Hochberg) are keyed by block id."""

    blocks: Count
    tested: Count
    flagged: Count
    expected_by_chance: float = Field(ge=0)
    false_alarms: Probability
    q_values: dict[str, Probability]
    evidence: list[EvidenceOut]
    kinds: dict[Kind, KindOut]
    detectors: list[str]
    milliseconds: float = Field(ge=0)


class ScanResponse(Shape):
    """Blocks in the order of the request, then the page."""

    blocks: list[BlockOut]
    page: PageOut


class BlockLine(BlockOut):
    """One line of a streamed answer."""

    type: Literal["block"]


class PageLine(PageOut):
    """The last line of a streamed answer."""

    type: Literal["page"]


class ModelOut(Shape):
    """An open model and where it really runs."""

    detector: str
    variant: str
    provider: str


class QueueOut(Shape):
    """Blocks in work and how many may be; `running`: passages that are being read."""

    waiting: Count
    running: Count
    limit: Count


class CacheOut(Shape):
    """The cache of readings; it stores no text."""

    entries: Count
    bytes: Count
    limit_bytes: Count
    hits: Count
    misses: Count


class HealthResponse(Shape):
    """The version and the number of the wire contract; with a token also the rest."""

    version: str
    wire: Count = Field(description="Grows by one with each change that an older client would not understand.")
    device: str | None = None
    models: list[ModelOut] | None = None
    queue: QueueOut | None = None
    cache: CacheOut | None = None
    note: str | None = None


class PairResponse(Shape):
    """The token, shown once and stored only as a hash."""

    token: str
    name: str
    version: str


class ProblemOut(Shape):
    """RFC 9457 problem details with a stable code and a remedy."""

    type: Literal["about:blank"]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    code: str
    remedy: str

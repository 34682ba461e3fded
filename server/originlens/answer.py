"""What a scan answers: blocks, passages, evidence and the page. Offsets are code points of the block."""

from dataclasses import dataclass, field
from typing import Literal

from originlens.contract import Family, Kind, Strength

Verdict = Literal["llm", "mixed", "unclear", "no_sign", "too_short", "unsupported_language"]
ReasonCode = Literal[
    "too_short",
    "unsupported_language",
    "not_prose",
    "rate_too_strict",
    "no_detector",
    "not_calibrated",
    "detector_failed",
    "detector_abstained",
]

# What a reader cannot see, or takes for another character, and what was undone before a text was scored.
Undone = Literal["invisible", "lookalike", "space", "compatibility", "control"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a request: an id chosen by the caller, and its text as the reader sees it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no statistical verdict: a code from the closed list and a sentence with the facts."""

    code: ReasonCode
    sentence: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing one detector found. Kinds are shown apart and never summed."""

    detector: str
    kind: Kind
    found: str  # stable id of what was found, such as "statistic" or "chatgpt.oaicite"
    strength: Strength
    spans: tuple[tuple[int, int], ...] = ()
    detail: str = ""
    vendor: str | None = None
    p_value: float | None = None
    family: Family | None = None  # the maker that a mark names; the block's origin follows from it
    # (start, end, words) of each passage that a leftover marks; empty for all else, which marks its `spans`.
    covers: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Which family of models wrote it; `probability` is None where a mark decides."""

    family: Family
    vendor: str | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """A run of sentences: where it stands, its verdict, its p-value (None: not judged)."""

    start: int
    end: int
    verdict: Verdict
    p_value: float | None


@dataclass(frozen=True, slots=True)
class BlockAnswer:
    """The final answer for one block. The verdict is of the statistics alone; marks are evidence."""

    id: str
    verdict: Verdict
    p_value: float | None
    tokens: int  # words, by text/words.py: the same unit for every detector
    language: str
    passages: tuple[PassageAnswer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    origin: Origin | None = None
    reason: Reason | None = None
    undone: tuple[tuple[Undone, int], ...] = ()  # sorts of characters undone before scoring, with how many


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of the page carries one kind of evidence."""

    blocks: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The page as a whole; `q_values` (Benjamini-Hochberg) are keyed by block id."""

    blocks: int
    tested: int
    flagged: int
    expected_by_chance: float
    false_alarms: float
    q_values: dict[str, float]
    evidence: tuple[Evidence, ...]
    kinds: dict[Kind, KindCount] = field(default_factory=dict)
    detectors: tuple[str, ...] = ()
    milliseconds: float = 0.0

"""Everything a plugin may import: what a method is given, what it must return. Imports nothing of ours.

A *method* is a function `open(bundle) -> Detector`, found through the entry-point group
`originlens.methods`. A *bundle* is a folder of data that names its method. A *detector* is a method
opened on a bundle. Offsets are code points, half-open.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Kind = Literal["signed", "watermark", "residue", "declared", "hidden", "statistical"]
Strength = Literal["proof", "strong", "weak", "none"]
Family = Literal["openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "xai", "other"]
FAMILIES: tuple[Family, ...] = (
    "openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "xai", "other",
)  # fmt: skip


_MAKERS: tuple[tuple[Family, str], ...] = (
    ("openai", r"open\s?ai|chat\s?gpt|gpt[\s-]?(?:[345]\w{0,8}|oss)|o[134](?:-mini|-pro|-preview)?|davinci"),
    ("anthropic", "anthropic|claude"),
    ("google", "google|gemini|gemma|notebooklm"),
    ("meta", r"meta(?:\sai)?|llama"),
    ("mistral", "mistral|mixtral|ministral|codestral"),
    ("qwen", "qwen|qwq|tongyi|alibaba|通义"),
    ("deepseek", r"deep\s?seek"),
    ("xai", r"x\.?ai|grok"),
)
_MAKER = re.compile(
    "|".join(rf"(?P<{family}>(?<![A-Za-z])(?:{names})(?![A-Za-z]))" for family, names in _MAKERS), re.IGNORECASE
)


def family_of(name: str) -> Family | None:
    """The family to which a model or maker belongs by its name, such as "GPT-4o"; None where it is not known."""
    found = _MAKER.search(name[:1000])
    return cast(Family, found.lastgroup) if found else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of whole sentences of one block, normalised for scoring (see text/normalise.py).

    The windows of a long block overlap by a sentence or two.
    """

    text: str
    language: str  # ISO 639-1, "und" where it is not known
    words: int
    sentences: tuple[tuple[int, int], ...] = ()  # spans of its sentences in `text`


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page or file: the original text of each block, and what lies outside the text.

    `html` may be a part of the page, or what a browser made of it; `headers` have lower-case names; `source` is the
    file or page exactly as it was stored, where the caller has it: signatures bind its bytes.
    """

    blocks: tuple[str, ...]
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    source: bytes | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A passage or document made ready once, with its cost in tokens; `data` is the detector's own."""

    tokens: int
    data: Any


@dataclass(frozen=True, slots=True)
class Score:
    """A raw statistic, larger where the text looks more like an LLM's; not a probability.

    `families`: logits over FAMILIES in that order, or None where the detector names no family.
    `sentences`: the statistic of each sentence of the passage, or None where the detector cannot tell them apart.
    """

    statistic: float
    families: tuple[float, ...] | None = None
    sentences: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing found: what it is, how much it proves, and exactly where it stands."""

    what: str  # stable id of the rule, key or manifest, such as "chatgpt.oaicite"
    strength: Strength
    spans: tuple[tuple[int, int], ...] = ()  # in the passage's text, or in that block of the document
    block: int | None = None  # index of the document's block; None: the page itself (or the passage)
    vendor: str | None = None  # a maker or product that the mark itself names
    family: Family | None = None
    detail: str = ""  # one line of fact for the reader, such as the string that was found
    p_value: float | None = None  # how often a text without the mark would seem to bear it; None: no such figure


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks found in one passage or document; empty where there is none."""

    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Abstention:
    """The detector cannot judge this text; `reason` is one line of fact, not a verdict."""

    reason: str


Reading = Score | Marks | Abstention


@dataclass(frozen=True, slots=True)
class About:
    """What a detector declares of itself. `name` and `version` are part of the cache key."""

    name: str
    version: str
    kind: Kind
    scope: Literal["passage", "document"]
    languages: frozenset[str] = frozenset()  # empty: every language
    least_words: int = 0
    max_tokens: int = 0  # 0: no limit


Subject = TypeVar("Subject", contravariant=True)


class Detector(Protocol[Subject]):
    """Reads passages (scope `passage`) or documents (scope `document`), in batches.

    Calls block, come from one thread at a time, and must not depend on what else is in the batch.
    """

    @property
    def about(self) -> About:
        """What this detector is; constant while it is open."""

    def prepare(self, subject: Subject) -> Item:
        """Make one passage or document ready (tokenise it); called once for each."""

    def read(self, items: Sequence[Item]) -> Sequence[Reading]:
        """One reading for each item, in order. An exception fails this batch only."""

    def close(self) -> None:
        """Give back what the detector holds; called once."""


class Session(Protocol):
    """An open ONNX model on the device that the server chose."""

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        """Outputs in the model's order, float32, on the host."""


class Bundle(Protocol):
    """A folder of data whose manifest and digests have been verified."""

    @property
    def name(self) -> str:
        """The bundle's name: that of its folder."""

    @property
    def version(self) -> str:
        """The bundle's version, from its manifest."""

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages it has evidence for; empty: every language."""

    @property
    def least_words(self) -> int:
        """Shortest passage it can judge, in words."""

    @property
    def max_tokens(self) -> int:
        """Longest input in tokens of its own tokenizer; 0: no limit."""

    @property
    def options(self) -> Mapping[str, Any]:
        """The manifest's [options], for the method alone."""

    @property
    def own_folder(self) -> Path:
        """Where the user's own data for this bundle lies, such as keys; it may not exist. A change opens it anew."""

    def path(self, file: str) -> Path:
        """A verified file of the bundle. Raises KeyError if the manifest does not list it."""

    def session(self) -> Session:
        """Open the variant of the model that fits the device. Raises KeyError if it has no model."""


class BundleNeeded(Exception):
    """Raised by a method opened without a bundle when it cannot work without data."""


Method = Callable[[Bundle | None], Detector[Any]]

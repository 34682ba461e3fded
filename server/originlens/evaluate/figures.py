"""Every figure of an evaluation, with the numbers of texts and 95% intervals."""

from dataclasses import dataclass

from originlens.evaluate.measures import Estimate


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` texts, with the exact interval; `unclear` got no verdict."""

    name: str
    hits: int
    n: int
    unclear: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share; 0 where there is no text."""
        return self.hits / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class TprAt:
    """TPR at an observed FPR; None where there are fewer than 1 / FPR human texts to observe it."""

    fpr: float
    tpr: Estimate | None


@dataclass(frozen=True, slots=True)
class GroupTest:
    """False alarms of a group of writers at one promised rate; `p`: exact test, Holm-adjusted over all rows."""

    rate: float
    share: Share
    p: float


@dataclass(frozen=True, slots=True)
class AtRate:
    """What a promised rate gives: false alarms among the human texts that were judged, LLM texts found among all."""

    rate: float
    human: Share
    llm: Share


@dataclass(frozen=True, slots=True)
class AtLength:
    """Texts cut to one range of words, at the rate asked."""

    name: str
    human: Share
    llm: Share


@dataclass(frozen=True, slots=True)
class Families:
    """Families named for flagged LLM texts of known family; `confusion` counts (true family, named one or "")."""

    named: Share
    right: Share
    confusion: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """One evaluation of one detector. Where it is not calibrated only the ROC and what rests on it is there.

    `humans` and `llms` count the texts, `scored` those of each label that got a score; the ROC is of these.
    """

    detector: str
    version: str
    fitted_on: str | None
    rate: float
    humans: int
    llms: int
    scored: tuple[int, int]
    auroc: Estimate | None
    roc: tuple[tuple[float, float], ...]
    tpr_at: tuple[TprAt, ...]
    promise: tuple[AtRate, ...]
    groups: tuple[GroupTest, ...]
    lengths: tuple[AtLength, ...]
    unclear: tuple[tuple[str, int, int], ...]
    families: Families | None
    attacks: tuple[Share, ...]

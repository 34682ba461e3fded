"""What the conversion changed, measured with the method that will serve the bundle, on the CPU.

Every number is of log-odds (LLM against all else), which the method rounds to 0.001.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from originlens import bundles
from originlens.contract import Item, Passage, Score
from originlens.discover import methods
from originlens.errors import OriginlensError, first_line

METHOD = "classifier"
_BATCH, _ALONE_EVERY = 8, 4
_SAME_MODEL = 0.01  # largest difference to PyTorch: the order of sums, and the rounding
_STEADY = 0.01  # largest change of a score between its batch and alone
_LEAST_AGREEMENT = 0.99
_MOST_NOISE = 0.2  # mean difference, in standard deviations of the scores: a calibrated threshold is seldom 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one variant scores each passage, and how much a score moved where the passage was read alone."""

    statistics: NDArray[np.float64]
    moved: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A variant against the one that it was made from; `agreement` is the share of the same side of 0.

    `spread`: standard deviation of the wanted statistics, without which the differences say little.
    """

    variant: str
    n: int
    spread: float
    mean: float
    largest: float
    agreement: float
    moved: float

    @property
    def sound(self) -> bool:
        """Whether it decides as the original does, and in any batch the same."""
        decides = self.agreement >= _LEAST_AGREEMENT and self.mean <= _MOST_NOISE * self.spread
        return bool(np.isfinite(self.largest)) and decides and self.moved <= _STEADY

    def __str__(self) -> str:
        return (
            f"{self.variant}: log-odds (standard deviation {self.spread:.2f}) differ by {self.mean:.3f} on average"
            f" and {self.largest:.3f} at most, the same decision on {100 * self.agreement:.1f}% of {self.n} passages,"
            f" between its batch and alone a score moves by {self.moved:.3f} at most"
        )


def read(folder: Path, texts: Sequence[str]) -> Reading:
    """Score the texts with the only variant of a bundle folder, in batches as they come and some alone.

    Raises OriginlensError("export_failed") where the model cannot be run on them.
    """
    entry = next(found for found in methods() if found.name == METHOD)
    detector = entry.load()(bundles.load(folder, device="cpu"))
    items: list[Item] = [detector.prepare(Passage(text, "und", len(text.split()))) for text in texts]
    batches = [items[i : i + _BATCH] for i in range(0, len(items), _BATCH)]
    try:
        together = _statistics([score for batch in batches for score in detector.read(batch)])
        alone = _statistics([detector.read([item])[0] for item in items[::_ALONE_EVERY]])
    except Exception as error:  # ONNX Runtime raises a dozen unrelated types
        raise OriginlensError("export_failed", f"the exported model cannot be run: {first_line(error)}") from error
    finally:
        detector.close()
    return Reading(together, float(np.abs(together[::_ALONE_EVERY] - alone).max()))


def compare(variant: str, given: Reading, wanted: NDArray[np.float64]) -> Measured:
    """How far a variant's statistics stand from those wanted, text by text."""
    off = np.abs(given.statistics - wanted)
    same = np.mean((given.statistics > 0) == (wanted > 0))
    return Measured(
        variant, len(off), float(wanted.std()), float(off.mean()), float(off.max()), float(same), given.moved
    )


def require_same_model(measured: Measured) -> None:
    """Raise OriginlensError("export_failed") if the fp32 graph does not answer as PyTorch does, in every batch."""
    if not measured.largest <= _SAME_MODEL or not measured.moved <= _STEADY:
        raise OriginlensError(
            "export_failed", f"the exported model does not answer as the original does. {measured}",
            remedy="Models of this architecture cannot be served; nothing was written.",
        )  # fmt: skip


def _statistics(scores: Sequence[Score]) -> NDArray[np.float64]:
    return np.array([score.statistic for score in scores], np.float64)

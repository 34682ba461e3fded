"""Raw statistics -> conformal p-values, by the curves of human text that a bundle carries.

p = (1 + #{human blocks at least as extreme}) / (1 + n), the split-conformal p-value: for a human text
exchangeable with the calibration texts P(p <= rate) <= rate (Vovk et al., Algorithmic Learning in a
Random World, 2005). The writer is not known when a page is read, so p is the largest over the groups.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from originlens.errors import OriginlensError


class Curve(BaseModel):
    """Block statistics of one group of human writers in one length band (words, half-open).

    `values` falls; `at_least[i]` human blocks of `n` reach values[i]. `peak_offset` and `mean_offset`
    (log-odds) say what a block's highest and mean passage reach in about 1 in 100 human blocks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    language: str
    group: str
    least_words: int
    most_words: int
    n: Annotated[int, Field(ge=1)]
    peak_offset: float
    mean_offset: float
    values: tuple[float, ...]
    at_least: tuple[int, ...]

    def count(self, statistic: float) -> int:
        """How many human blocks reach `statistic`; never too few where the stored values are thinned out."""
        i = bisect_left(self.values, -statistic, key=lambda v: -v)  # the first value not above it
        if i == len(self.values):
            return self.n
        return self.at_least[i] - (self.values[i] < statistic)


class FamilyRule(BaseModel):
    """When a family is named: softmax(logits / temperature) at least `least_probability`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    temperature: Annotated[float, Field(gt=0)]
    least_probability: Annotated[float, Field(gt=0, le=1)]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One detector's p-values for a block and its passages; `least` is the smallest p it can give."""

    block: float
    passages: tuple[float, ...]
    least: float


class Calibration(BaseModel):
    """calibration.json of a bundle: what human text scores, and on which data that was measured."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fitted_on: str
    date: str
    curves: tuple[Curve, ...]
    family: FamilyRule | None = None

    @classmethod
    def load(cls, file: Path) -> "Calibration":
        """Read and check the file. Raises OriginlensError("bundle_invalid")."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            raise OriginlensError("bundle_invalid", f"{file.name}: {error}") from error

    def calibrate(
        self, statistics: Sequence[float], lengths: Sequence[int], language: str, rate: float
    ) -> Calibrated | None:
        """P-values of a block whose passages have these statistics and lengths (words).

        Each group's curve of the block's length is pooled with its neighbours in length until it holds
        enough human blocks for `rate`. None where no curve covers the language or the length.
        """
        words = sum(lengths)
        groups = self._groups(language)
        if not any(c.least_words <= words < c.most_words for curves in groups for c in curves):
            return None
        pools = [_pool(curves, words, rate) for curves in groups]
        block = max(_p(pool, block_statistic(statistics, lengths, pool[0])) for pool in pools)
        passages = tuple(max(_p(pool, s - pool[0].peak_offset) for pool in pools) for s in statistics)
        return Calibrated(block, passages, max(1 / (1 + sum(c.n for c in pool)) for pool in pools))

    def _groups(self, language: str) -> list[list[Curve]]:
        groups: dict[str, list[Curve]] = {}
        for curve in self.curves:
            if curve.language == language:
                groups.setdefault(curve.group, []).append(curve)
        return list(groups.values())


def block_statistic(statistics: Sequence[float], lengths: Sequence[int], curve: Curve) -> float:
    """How far a block stands out, by its highest passage or by its mean, whichever is further (log-odds).

    One statistic for the whole block keeps the promise without a correction for the number of its
    passages: a human block counts once, whichever passage stands out.
    """
    mean = sum(s * n for s, n in zip(statistics, lengths, strict=True)) / sum(lengths)
    return max(max(statistics) - curve.peak_offset, mean - curve.mean_offset)


def _pool(curves: list[Curve], words: int, rate: float) -> list[Curve]:
    """The curve of this length, then its nearest neighbours, until 1 / (n + 1) is at most `rate`."""

    def distance(curve: Curve) -> float:
        return max(curve.least_words - words, words - curve.most_words + 1, 0)

    pool: list[Curve] = []
    for curve in sorted(curves, key=distance):
        if pool and 1 / (1 + sum(c.n for c in pool)) <= rate:
            break
        pool.append(curve)
    return pool


def _p(pool: list[Curve], statistic: float) -> float:
    return (1 + sum(curve.count(statistic) for curve in pool)) / (1 + sum(curve.n for curve in pool))

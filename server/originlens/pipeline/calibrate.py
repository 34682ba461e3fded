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

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from originlens.errors import OriginlensError
from originlens.pipeline.change import runs
from originlens.pipeline.profile import Profile
from originlens.pipeline.scan import Scan

_BEYOND = 5  # human texts that a flag may lie among: with none allowed, the one oddest text of a small pool rules it


class Curve(BaseModel):
    """Block statistics of one group of human writers in one length band (words, half-open).

    `values` falls; `at_least[i]` human blocks of `n` reach values[i]; a block statistic is Scan.of_block's.
    `documents`: that the group's blocks of all lengths were cut from. A pool of several lengths may hold a document
    more than once, and no p-value is smaller than so many documents can promise. `least_rate`: the group is asked where
    at least this share of human texts may be flagged; a small group can promise a high rate, and not a low one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    language: str
    group: str
    least_words: int
    most_words: int
    n: Annotated[int, Field(ge=1)]
    values: tuple[float, ...]
    at_least: tuple[int, ...]
    documents: Annotated[int, Field(ge=1)] | None = None
    least_rate: Annotated[float, Field(ge=0, lt=1)] = 0.0

    def count(self, statistics: NDArray[np.float64]) -> NDArray[np.int64]:
        """How many human blocks reach each statistic; never too few where the stored values are thinned out."""
        values, at_least = np.array(self.values), np.array([*self.at_least, self.n])
        first = np.searchsorted(-values, -statistics)  # the first value not above the statistic
        below = first < len(values)
        return at_least[first] - (below & (values[np.minimum(first, len(values) - 1)] < statistics))


class FamilyRule(BaseModel):
    """When a family is named: softmax(logits / temperature) at least `least_probability`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    temperature: Annotated[float, Field(gt=0)]
    least_probability: Annotated[float, Field(gt=0, le=1)]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One detector's p-values for a block and for each of its sentences; `least` is the smallest p it can give.

    A sentence has the p-value of the run between two change points that it lies in.
    """

    block: float
    sentences: tuple[float, ...]
    least: float


class Calibration(BaseModel):
    """What human text scores, and on which data that was measured: calibration.json of a bundle, or the reader's own.

    `made_for`: the detector whose statistics it holds, where it lies outside that detector's bundle.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    fitted_on: str
    date: str
    made_for: str | None = None
    scan: Scan
    curves: tuple[Curve, ...]
    family: FamilyRule | None = None
    _kept: dict[tuple[str, int, float], list["_Pool"]] = PrivateAttr(default_factory=dict)

    @classmethod
    def load(cls, file: Path) -> "Calibration":
        """Read and check the file. Raises OriginlensError("bundle_invalid")."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            raise OriginlensError("bundle_invalid", f"{file.name}: {error}") from error

    def calibrate(self, profile: Profile, language: str, rate: float) -> Calibrated | None:
        """P-values of a block and of its sentences.

        Each group's curve of the block's length is pooled with its neighbours in length until it holds
        enough human blocks for `rate` not to hang on the oddest of them. None where no curve covers the language or
        the length.
        """
        pools = self._pools(language, profile.length, rate)
        if not pools:
            return None
        statistic = self.scan.of_block(profile.statistics, profile.words)
        block = max(pool.p(statistic) for pool in pools)
        least = max(pool.least for pool in pools)
        if block > rate:  # nothing will be shown, so there is nothing to place
            return Calibrated(block, (1.0,) * len(profile.words), least)
        sentences: list[float] = []
        for first, end, is_llm in runs(profile.statistics, profile.words, self.scan.level, self.scan.penalty):
            statistic = self.scan.of_run(*_mean(profile, first, end), profile.length)
            # A run too short for the scan is no rarer than the block that holds it.
            p = max(block, *(pool.p(statistic) for pool in pools)) if is_llm else 1.0
            sentences += [p] * (end - first)
        return Calibrated(block, tuple(sentences), least)

    def _pools(self, language: str, words: int, rate: float) -> list["_Pool"]:
        """A pool for each group of writers; none where no curve covers the language or the length."""
        asked = (c for c in self.curves if c.language == language and c.least_rate <= rate)
        own = next((c for c in asked if c.least_words <= words < c.most_words), None)
        if own is None:
            return []
        # The pools are the same for every length of a band, and a page asks for few bands: they are kept.
        pools = self._kept.get((language, own.least_words, rate))
        if pools is None:
            groups: dict[str, list[Curve]] = {}
            for curve in self.curves:
                if curve.language == language and curve.least_rate <= rate:
                    groups.setdefault(curve.group, []).append(curve)
            pools = [_pool(curves, own.least_words, rate) for curves in groups.values()]
            self._kept[language, own.least_words, rate] = pools
        return pools


def _mean(profile: Profile, first: int, end: int) -> tuple[float, int]:
    """Mean statistic and words of a run of sentences."""
    length = sum(profile.words[first:end])
    total = sum(s * n for s, n in zip(profile.statistics[first:end], profile.words[first:end], strict=True))
    return total / length, length


class _Pool:
    """One group's curve of a band with the neighbours that are counted with it, as one table of p-values."""

    def __init__(self, curves: Sequence[Curve]) -> None:
        self.n = sum(curve.n for curve in curves)
        self.least = 1 / (1 + min(self.n, curves[0].documents or self.n))
        edges = np.unique(np.concatenate([curve.values for curve in curves]))
        between = np.concatenate([[edges[0] - 1], (edges[1:] + edges[:-1]) / 2, [edges[-1] + 1]])
        self._edges: list[float] = edges.tolist()
        self._at, self._between = self._counted(curves, edges), self._counted(curves, between)

    def _counted(self, curves: Sequence[Curve], statistics: NDArray[np.float64]) -> list[float]:
        reached = 1 + np.sum([curve.count(statistics) for curve in curves], axis=0)
        return [float(p) for p in reached / (1 + self.n)]

    def p(self, statistic: float) -> float:
        """Share of the human blocks that reach the statistic, the text itself counted among them."""
        i = bisect_left(self._edges, statistic)
        at = self._at[i] if i < len(self._edges) and self._edges[i] == statistic else self._between[i]
        return max(at, self.least)


def _pool(curves: list[Curve], least_words: int, rate: float) -> _Pool:
    """The group's curve of this band, then its nearest neighbours, until _BEYOND / (n + 1) is at most `rate`.

    Where all of them are fewer than that, they promise what they can: p is at least 1 / (n + 1).
    """
    bands = sorted(curves, key=lambda c: c.least_words)
    place = min(range(len(bands)), key=lambda i: abs(bands[i].least_words - least_words))
    pool: list[Curve] = []
    for i in sorted(range(len(bands)), key=lambda i: abs(i - place)):
        if pool and _BEYOND / (1 + sum(c.n for c in pool)) <= rate:
            break
        pool.append(bands[i])
    return _Pool(pool)

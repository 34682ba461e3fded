"""Sentence statistics of a block -> one number: how far its most striking run of sentences stands out.

A scan statistic over all runs (Kulldorff, Communications in Statistics 26, 1997): the largest of
(mean - level) * words ** exponent. One number for the whole block keeps the promise without a correction
for the number of runs: a human block counts once, whichever run stands out.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

_FEW = 12  # sentences
_MOST_UNITS = 96  # of a very long block neighbouring sentences are taken together: runs grow with the square


class Scan(BaseModel):
    """What a run is measured by, in the detector's own units.

    `level`: what about 1 in 100 human blocks reaches; `exponent`: 0 looks at the mean alone, 1 at the sum;
    `least_words`: of a run, unless the block is shorter; `penalty`: in units times words, for each change between
    human and LLM (see change.py). `usual`: (words, statistic) pairs, rising in words: what 1 in 100 human blocks of
    that length reaches. It is taken off, so that blocks of different lengths can be counted together.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    level: float
    exponent: Annotated[float, Field(ge=0, le=1)]
    least_words: Annotated[int, Field(ge=1)]
    penalty: Annotated[float, Field(ge=0)]
    usual: tuple[tuple[int, float], ...] = ()

    def of_run(self, mean: float, words: int, of_block: int) -> float:
        """The statistic of one run of sentences in a block of `of_block` words."""
        # Rounded, so that the order in which floats are added cannot move a p-value.
        return round((mean - self.level) * float(words**self.exponent) - self._usual(of_block), 6)

    def of_block(self, statistics: Sequence[float], words: Sequence[int]) -> float:
        """The largest over all runs of at least `least_words`, the whole block among them."""
        total = sum(words)
        whole = self.of_run(sum(s * n for s, n in zip(statistics, words, strict=True)) / total, total, total)
        if total < 2 * self.least_words or len(words) == 1:
            return whole
        highest = self._of_few(statistics, words) if len(words) <= _FEW else self._of_many(statistics, words)
        return max(whole, round(highest - self._usual(total), 6))

    def _of_few(self, statistics: Sequence[float], words: Sequence[int]) -> float:
        # A paragraph has a few runs, for which NumPy costs more than the sums; a page seen before has many paragraphs.
        highest = -math.inf
        for first in range(len(words)):
            total, length = 0.0, 0
            for statistic, count in zip(statistics[first:], words[first:], strict=True):
                total += statistic * count
                length += count
                if length >= self.least_words:
                    highest = max(highest, (total / length - self.level) * length**self.exponent)
        return highest

    def _of_many(self, statistics: Sequence[float], words: Sequence[int]) -> float:
        sums, lengths = _running(statistics, words)
        spans = lengths[None, :] - lengths[:, None]
        allowed = spans >= self.least_words
        spans = np.where(allowed, spans, 1)
        found = ((sums[None, :] - sums[:, None]) / spans - self.level) * spans**self.exponent
        return float(found[allowed].max())

    def _usual(self, words: int) -> float:
        if not self.usual:
            return 0.0
        after = bisect_right(self.usual, words, key=lambda pair: pair[0])
        (least, low), (most, high) = self.usual[max(after - 1, 0)], self.usual[min(after, len(self.usual) - 1)]
        if least == most or words <= least:
            return low
        return low + (high - low) * math.log(words / least) / math.log(most / least)


def _running(statistics: Sequence[float], words: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Running sums of statistic times words, and of words, from nothing to all; thinned to _MOST_UNITS steps."""
    lengths = np.concatenate([[0.0], np.cumsum(np.asarray(words, np.float64))])
    sums = np.concatenate([[0.0], np.cumsum(np.asarray(statistics, np.float64) * np.asarray(words, np.float64))])
    if len(words) > _MOST_UNITS:
        kept = np.unique(np.linspace(0, len(words), _MOST_UNITS + 1).round().astype(int))
        return sums[kept], lengths[kept]
    return sums, lengths

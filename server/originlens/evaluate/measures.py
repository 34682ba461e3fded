"""Measures of a detector: shares with exact intervals, exact tests, ROC and AUROC with bootstrap intervals.

Scores are larger where a text looks more like an LLM's. Intervals are of 95% unless said otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Scores = NDArray[np.float64]
_SEED = 7
ROUNDS = 300  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value between 0 and 1 with its interval."""

    value: float
    low: float
    high: float


def interval(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper-Pearson interval of a share (Biometrika 26, 1934); all of 0 to 1 where `n` is 0."""
    tail = (1 - level) / 2
    low = float(stats.beta.ppf(tail, hits, n - hits + 1)) if hits else 0.0
    high = float(stats.beta.ppf(1 - tail, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


def exceeds(hits: int, n: int, rate: float) -> float:
    """P-value of the exact one-sided binomial test that the true share is above `rate`."""
    return float(stats.binom.sf(hits - 1, n, rate))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm-adjusted p-values (Scandinavian Journal of Statistics 6, 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, running = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = running
    return adjusted


def auroc(human: Scores, llm: Scores) -> float:
    """Chance that an LLM text scores above a human one, ties counting half."""
    ranks = stats.rankdata(np.concatenate([human, llm]))
    return float((ranks[len(human) :].sum() - len(llm) * (len(llm) + 1) / 2) / (len(human) * len(llm)))


def roc(human: Scores, llm: Scores) -> tuple[tuple[float, float], ...]:
    """(FPR, TPR) at every threshold between two different scores, from (0, 0) to (1, 1)."""
    thresholds = np.unique(np.concatenate([human, llm]))
    fpr, tpr = (1 - np.searchsorted(np.sort(side), thresholds) / len(side) for side in (human, llm))
    return ((0.0, 0.0), *((float(x), float(y)) for x, y in zip(fpr[::-1], tpr[::-1], strict=True)))


def tpr_at_fpr(human: Scores, llm: Scores, fpr: float) -> float:
    """Largest TPR of a threshold that at most the share `fpr` of these human texts exceeds."""
    allowed = int(fpr * len(human) + 1e-9)
    if allowed >= len(human):
        return 1.0
    return float(np.mean(llm > np.sort(human)[len(human) - 1 - allowed]))


def auroc_interval(
    human: Scores, llm: Scores, documents: tuple[Sequence[str], Sequence[str]], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Bootstrap interval of the AUROC; `documents` names that of each human and each LLM text."""
    return bootstrap(auroc, human, llm, documents, rounds)


def bootstrap(
    measure: Callable[[Scores, Scores], float],
    human: Scores,
    llm: Scores,
    documents: tuple[Sequence[str], Sequence[str]],
    rounds: int = ROUNDS,
) -> tuple[float, float]:
    """Percentile interval of `measure(human, llm)`; documents are resampled, with all their texts."""
    rng = np.random.default_rng(_SEED)
    drawing = [_Documents(names) for names in documents]
    found = [measure(human[drawing[0].drawn(rng)], llm[drawing[1].drawn(rng)]) for _ in range(rounds)]
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


class _Documents:
    """The places of each document's texts, drawn without a loop: there may be tens of thousands."""

    def __init__(self, names: Sequence[str]) -> None:
        _, document = np.unique(np.array(names), return_inverse=True)
        self._places = np.argsort(document, kind="stable")
        self._sizes = np.bincount(document)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def drawn(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Places of the texts of as many documents as there are, drawn with replacement."""
        chosen = rng.integers(0, len(self._sizes), len(self._sizes))
        sizes = self._sizes[chosen]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places: NDArray[np.int64] = self._places[np.repeat(self._starts[chosen], sizes) + within]
        return places

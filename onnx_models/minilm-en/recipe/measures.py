"""The statistics of the card: shares with exact intervals, exact tests, AUROC with a bootstrap interval."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats


def interval(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper-Pearson interval of a share."""
    tail = (1 - level) / 2
    low = float(stats.beta.ppf(tail, hits, n - hits + 1)) if hits else 0.0
    high = float(stats.beta.ppf(1 - tail, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


def exceeds(hits: int, n: int, rate: float) -> float:
    """P-value of the exact one-sided binomial test that the true share is above `rate`."""
    return float(stats.binom.sf(hits - 1, n, rate))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm-adjusted p-values, in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, running = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = running
    return adjusted


def auroc(human: NDArray[np.float64], llm: NDArray[np.float64]) -> float:
    """Chance that an LLM block scores above a human one, ties counting half."""
    ranks = stats.rankdata(np.concatenate([human, llm]))
    return float((ranks[len(human) :].sum() - len(llm) * (len(llm) + 1) / 2) / (len(human) * len(llm)))


def auroc_interval(
    human: NDArray[np.float64],
    llm: NDArray[np.float64],
    documents: tuple[Sequence[str], Sequence[str]],
    rounds: int = 300,
) -> tuple[float, float]:
    """95% bootstrap interval; documents are resampled, with all their blocks."""
    rng = np.random.default_rng(7)
    places = [_places(names) for names in documents]
    found = []
    for _ in range(rounds):
        drawn = [np.concatenate([of[i] for i in rng.integers(0, len(of), len(of))]) for of in places]
        found.append(auroc(human[drawn[0]], llm[drawn[1]]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def _places(names: Sequence[str]) -> list[NDArray[np.int64]]:
    by_name: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        by_name.setdefault(name, []).append(i)
    return [np.array(places) for places in by_name.values()]

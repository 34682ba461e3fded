"""Scores -> the tables of CARD.md: each statistic alone, in both directions, and what it adds to the encoder."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from originlens.evaluate.measures import auroc, interval, tpr_at_fpr
from originlens_likelihood.statistics import STATISTICS

Scores = NDArray[np.float64]
RATES = (0.05, 0.01)
FOLDS, ROUNDS, SEED = 5, 1000, 7
_RIDGE = 1.0  # of the logistic regression, on standardised features


def card(rows: Sequence[dict[str, Any]], groups: Sequence[Any]) -> str:
    """Both tables; `rows` are the scored passages, `groups` say which file and label each group is of."""
    human = [row for group in groups if _judges(group, "human") for row in rows if row["group"] == group.name]
    counts = (
        f"{group.name} {sum(row['group'] == group.name for row in rows)}" for group in groups if group.label == "human"
    )
    lines = ["Human passages: " + ", ".join(counts) + ".", ""]
    names = [*STATISTICS, "encoder"]
    lines += ["| LLM passages | n | " + " | ".join(f"`{name}`" for name in names) + " |"]
    lines += ["|---|--:|" + "--:|" * len(names)]
    for group in groups:
        if group.label == "llm" and (llm := [row for row in rows if row["group"] == group.name]):
            other = [row for row in rows if row["group"] == group.against] if group.against else human
            cells = [_alone(_of(other, name), _of(llm, name)) for name in names]
            lines.append(f"| {group.name} | {len(llm)} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *_together(rows, groups, human)])


def _judges(group: Any, label: str) -> bool:
    return bool(group.file != "train" and group.label == label)


def _of(rows: Sequence[dict[str, Any]], name: str) -> Scores:
    return np.array([row[name] for row in rows])


def _alone(human: Scores, llm: Scores) -> str:
    """AUROC where high is LLM, then the share found at 5% FPR by a high and by a low score."""
    high, low = tpr_at_fpr(human, llm, 0.05), tpr_at_fpr(-human, -llm, 0.05)
    return f"{auroc(human, llm):.2f}; {100 * high:.0f}% / {100 * low:.0f}%"


def _together(rows: Sequence[dict[str, Any]], groups: Sequence[Any], human: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| LLM passages | n | AUROC: encoder | with the statistics | gain (95%) | TPR at 5% FPR | TPR at 1% FPR |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    judged = [group for group in groups if _judges(group, "llm")]
    llm = [row for group in judged for row in rows if row["group"] == group.name]
    fused = cross_validated([*human, *llm])
    alone, both = _of([*human, *llm], "encoder"), fused
    n = len(human)
    for group in judged:
        places = np.array([n + i for i, row in enumerate(llm) if row["group"] == group.name], int)
        if not len(places):
            continue
        values = [(auroc(scores[:n], scores[places]), scores[:n], scores[places]) for scores in (alone, both)]
        low, high = _gain(alone, both, n, places)
        shares = [
            " to ".join(f"{100 * tpr_at_fpr(h, m, rate):.0f}%" for _, h, m in values)
            + " ({:.0f} to {:.0f})".format(*_percent(values[1][1], values[1][2], rate))
            for rate in RATES
        ]
        lines.append(
            f"| {group.name} | {len(places)} | {values[0][0]:.3f} | {values[1][0]:.3f} "
            f"| {values[1][0] - values[0][0]:+.3f} ({low:+.3f} to {high:+.3f}) | {shares[0]} | {shares[1]} |"
        )
    return lines


def _percent(human: Scores, llm: Scores, rate: float) -> tuple[float, float]:
    found = round(tpr_at_fpr(human, llm, rate) * len(llm))
    low, high = interval(found, len(llm))
    return 100 * low, 100 * high


def _gain(alone: Scores, both: Scores, humans: int, places: NDArray[np.int64]) -> tuple[float, float]:
    """Bootstrap interval of the AUROC's gain; the same passages are drawn for both."""
    rng = np.random.default_rng(SEED)
    gains = []
    for _ in range(ROUNDS):
        h, m = rng.integers(0, humans, humans), rng.choice(places, len(places))
        gains.append(auroc(both[h], both[m]) - auroc(alone[h], alone[m]))
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)


def cross_validated(rows: Sequence[dict[str, Any]]) -> Scores:
    """Log-odds of a logistic regression on the encoder's score and every statistic, each from the other folds.

    A row is one document, so a fold shares none with those that it is judged by.
    """
    features = np.stack([_of(rows, name) for name in ("encoder", *STATISTICS)], axis=1)
    is_llm = np.array([row["label"] == "llm" for row in rows], float)
    fold = np.random.default_rng(SEED).permutation(len(rows)) % FOLDS
    odds = np.empty(len(rows))
    for one in range(FOLDS):
        fitted, held = fold != one, fold == one
        mean, deviation = features[fitted].mean(0), features[fitted].std(0) + 1e-9
        weights = logistic(_with_one((features[fitted] - mean) / deviation), is_llm[fitted])
        odds[held] = _with_one((features[held] - mean) / deviation) @ weights
    return odds


def _with_one(features: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([features, np.ones(len(features))])


def logistic(features: NDArray[np.float64], is_llm: Scores) -> Scores:
    """Weights of a ridge logistic regression by Newton's method, both classes weighing the same."""
    share = is_llm.mean()
    mass = np.where(is_llm == 1, 0.5 / share, 0.5 / (1 - share))
    weights = np.zeros(features.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (mass * (p - is_llm)) + _RIDGE * weights
        curve = (features * (mass * p * (1 - p))[:, None]).T @ features + _RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights

"""Train linear detectors: hashed n-grams by Adagrad (seeded), a few dense features by Newton's method."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from originlens_classifier.ngrams import BITS

Places = Sequence[NDArray[np.int32]]
Vector = NDArray[np.float64]
EPOCHS, BATCH, RATE, DECAY = 4, 256, 0.15, 1e-7
_NEWTON_STEPS, _RIDGE = 8, 1e-4


def hashed(texts: Places, is_llm: Vector, seed: int) -> tuple[NDArray[np.float32], float]:
    """Weights (2^BITS,) and bias of a logistic regression; a text is its distinct places, scaled to length one."""
    rng = np.random.default_rng(seed)
    weights, squares = np.zeros(1 << BITS, np.float32), np.full(1 << BITS, 1e-8, np.float32)
    bias, bias_squares = 0.0, 1e-8
    for _ in range(EPOCHS):
        order = rng.permutation(len(texts))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            found = [texts[i] for i in batch]
            sizes = np.array([len(f) for f in found])
            flat, scale = np.concatenate(found), 1 / np.sqrt(np.maximum(1, sizes))
            rows = np.repeat(np.arange(len(batch)), sizes)
            logits = np.bincount(rows, weights[flat], len(batch)) * scale + bias
            error = (1 / (1 + np.exp(-logits)) - is_llm[batch]) / len(batch)
            slope = np.bincount(flat, (error * scale)[rows], 1 << BITS).astype(np.float32) + DECAY * weights
            squares += slope**2
            weights -= RATE * slope / np.sqrt(squares)
            bias_squares += error.sum() ** 2
            bias -= RATE * error.sum() / np.sqrt(bias_squares)
    return weights, float(bias)


def logit(weights: NDArray[np.float32], bias: float, text: NDArray[np.int32]) -> float:
    """Log-odds of LLM for one text's distinct places."""
    return float(weights[text].sum() / np.sqrt(max(1, len(text)))) + bias


def dense(features: NDArray[np.float64], is_llm: Vector) -> Vector:
    """Weights (columns + 1,) of a ridge logistic regression, the bias last."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    x = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    weights = np.zeros(x.shape[1])
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - is_llm) / len(x) + _RIDGE * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x / len(x) + _RIDGE * np.eye(x.shape[1])
        weights -= np.linalg.solve(curve, slope)
    raw = weights[:-1] / spread
    return np.append(raw, weights[-1] - raw @ mean)

"""Logits of a causal language model -> what each token of the text says about it: the numbers every statistic needs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Rows of (vocabulary,) looked at together: with 49,152 entries 64 rows are 12 MiB, while a whole text's are 30.
_ROWS = 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """Arrays of shape (tokens,), one entry for each predicted token, in natural logarithms (nats).

    With p the model's distribution at that place and x the token that stands there: `log_p` = log p(x);
    `rank` = 1 + how many entries of the vocabulary are likelier than x; `entropy` = -sum p log p;
    `variance` = sum p (log p)^2 - (sum p log p)^2, of log p(x') where x' is drawn from p.
    """

    log_p: NDArray[np.float64]
    rank: NDArray[np.float64]
    entropy: NDArray[np.float64]
    variance: NDArray[np.float64]


def tokens(logits: NDArray[np.float32], ids: NDArray[np.int64]) -> Tokens:
    """`logits` (tokens, vocabulary) made before each token was seen, `ids` (tokens,) what then stood there.

    Works on a few rows at a time, because a copy of all the logits would be the largest thing in memory.
    """
    found = np.empty((4, len(ids)))
    for first in range(0, len(ids), _ROWS):
        rows = slice(first, first + _ROWS)
        found[:, rows] = _of_rows(logits[rows], ids[rows, None])
    return Tokens(*found)


def _of_rows(logits: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float64]:
    rank = 1 + np.count_nonzero(logits > np.take_along_axis(logits, ids, -1), -1)
    log_p = logits - logits.max(-1, keepdims=True)
    p = np.exp(log_p)
    # Sums over a large vocabulary are kept in float64: in float32 the entropy is wrong in its fifth digit.
    total = p.sum(-1, keepdims=True, dtype=np.float64)
    log_p -= np.log(total).astype(np.float32)
    p /= total.astype(np.float32)
    own = np.take_along_axis(log_p, ids, -1)
    mean = (p * log_p).sum(-1, keepdims=True, dtype=np.float64)
    # About the mean, not as the difference of two large sums: in float32 that would lose digits.
    centred = log_p - mean.astype(np.float32)
    centred *= centred
    centred *= p
    variance = centred.sum(-1, dtype=np.float64)
    return np.stack([own[:, 0], rank, -mean[:, 0], variance]).astype(np.float64)

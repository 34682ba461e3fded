"""What every scheme answers: which tokens of a text it judges, what each is worth, and how that is spread by chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bernoulli:
    """A value is 1 (green) with probability `p`, else 0: KGW, Unigram, DIPmark, SBW."""

    p: float


@dataclass(frozen=True, slots=True)
class Exponential:
    """A value is -ln(1 - u), mean 1: the Gumbel schemes."""


@dataclass(frozen=True, slots=True)
class MeanOfBernoulli:
    """A value is the sum of `weights` x coins that show 1 with probability `p`; the weights sum to 1: SynthID."""

    weights: tuple[float, ...]
    p: float = 0.5


@dataclass(frozen=True, slots=True)
class TwoExponentials:
    """A value is (1 - alpha) e1 + alpha e2 of two independent -ln(1 - u): vLLM's dual key."""

    alpha: float


Null = Bernoulli | Exponential | MeanOfBernoulli | TwoExponentials


@dataclass(frozen=True, slots=True)
class Scored:
    """One configuration's view of a text. A repeated n-gram (context with target) counts once, where it comes first.

    `positions`: (n,) ascending, of each judged token in the ids; `values`: (n,) larger where marked, each distributed
    as `null` in text that does not bear the mark, and independent of the others.
    """

    positions: NDArray[np.int64]
    values: NDArray[np.float64]
    null: Null


def first_of_each(ids: Ids, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(positions (n,), n-grams (n, width)): every different n-gram of `width` tokens, at its first place.

    A position is that of the n-gram's last token. Counting one more often makes boilerplate look marked.
    """
    if len(ids) < width:
        return np.zeros(0, np.int64), np.zeros((0, width), np.int64)
    every = np.lib.stride_tricks.sliding_window_view(ids, width)
    first = first_places(every)
    return first + width - 1, every[first]


def first_places(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices, ascending, of each different row (n, width) where it comes first. NumPy's unique would sort them."""
    first: dict[tuple[int, ...], int] = {}
    for i, row in enumerate(map(tuple, rows.tolist())):
        first.setdefault(row, i)
    return np.array([*first.values()], np.int64)

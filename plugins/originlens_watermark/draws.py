"""Which tokens bring a draw of their own? The same secret number judged twice makes a repeated word look marked."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from originlens_watermark.scheme import first_places

Grams = NDArray[np.int64]


def fresh_contexts(positions: NDArray[np.int64], grams: Grams) -> tuple[NDArray[np.int64], Grams]:
    """Of n-grams (n, width + 1) and their positions, those whose context comes for the first time.

    For the schemes whose generator leaves a context unmarked when it comes again.
    """
    first = first_places(grams[:, :-1])
    return positions[first], grams[first]


def fresh_draws(seeds: Sequence[int], tokens: Sequence[int]) -> NDArray[np.int64]:
    """Indices, ascending, of each pair of seed and token where it comes first.

    Different n-grams may share a seed: a minimum over tokens is often the target's own, a product knows no order.
    """
    first: dict[tuple[int, int], int] = {}
    for i, draw in enumerate(zip(seeds, tokens, strict=True)):
        first.setdefault(draw, i)
    return np.array([*first.values()], np.int64)

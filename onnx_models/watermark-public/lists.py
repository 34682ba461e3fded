"""The green lists of thousands of texts drawn once: a common word's list is asked for by every one of them."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from originlens_watermark import dipmark, green, kgw

Question = tuple[int, int]  # seed, target
_ASKING = (kgw, dipmark)


class Lists:
    """While it is entered, the schemes ask it in place of green.is_green; the answers are the same.

    `twice(score)`: runs `score` to hear what it asks, has all of it answered together, and runs it again.
    """

    def __init__(self) -> None:
        self._asked: dict[tuple[Any, ...], dict[Question, float]] = {}
        self._known = False

    def __enter__(self) -> Self:
        for module in _ASKING:
            module.is_green = self._is_green
        return self

    def __exit__(self, *error: object) -> None:
        for module in _ASKING:
            module.is_green = green.is_green

    def twice(self, score: Callable[[], Any]) -> Any:
        """What `score` returns."""
        score()
        for settings, questions in self._asked.items():
            seeds, targets = zip(*questions, strict=True)
            questions.update(zip(questions, green.is_green(seeds, targets, *settings).tolist(), strict=True))
        return score()

    def _is_green(self, seeds: Sequence[int], targets: Sequence[int], *settings: Any) -> NDArray[np.float64]:
        answers = self._asked.setdefault(settings, {})
        return np.array([answers.setdefault(one, 0.0) for one in zip(seeds, targets, strict=True)])

"""The windows' scores of one block -> what the detector says of each of its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from originlens.contract import Score


@dataclass(frozen=True, slots=True)
class Profile:
    """One block as one statistical detector sees it, a sentence each.

    `statistics`: mean over the windows that cover the sentence; `families`: logits of the last of them.
    """

    statistics: tuple[float, ...]
    words: tuple[int, ...]
    families: tuple[tuple[float, ...] | None, ...] = ()

    @property
    def length(self) -> int:
        """Words of the block."""
        return sum(self.words)


def profile(words: Sequence[int], windows: Sequence[tuple[int, int]], scores: Sequence[Score]) -> Profile:
    """`words`: of each sentence; `windows`: first sentence and number of sentences of each score's passage."""
    totals, covered = [0.0] * len(words), [0] * len(words)
    families: list[tuple[float, ...] | None] = [None] * len(words)
    for (first, count), score in zip(windows, scores, strict=True):
        for i, statistic in enumerate(score.sentences or (score.statistic,) * count, first):
            totals[i] += statistic
            covered[i] += 1
            families[i] = score.families
    return Profile(tuple(t / n for t, n in zip(totals, covered, strict=True)), tuple(words), tuple(families))

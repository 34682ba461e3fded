"""Sentence statistics of a block -> runs of human and of LLM sentences, with the change points between them.

Two-level change-point segmentation with a price for each change, exact by dynamic programming (optimal
partitioning: Jackson et al., IEEE Signal Processing Letters 12, 2005). Runs end where sentences end.
"""

from collections.abc import Sequence


def runs(
    statistics: Sequence[float], words: Sequence[int], level: float, penalty: float
) -> list[tuple[int, int, bool]]:
    """(first, end, is_llm) of each run, half-open and in order; together they cover all sentences.

    The labelling that maximises the sum of words * (statistic - level) over the LLM sentences, less `penalty` for
    each change of label.
    """
    best = {False: 0.0, True: 0.0}
    came: list[dict[bool, bool]] = []
    for statistic, count in zip(statistics, words, strict=True):
        gain = {False: 0.0, True: count * (statistic - level)}
        before = {label: label if best[label] >= best[not label] - penalty else not label for label in best}
        best = {label: best[origin] - penalty * (origin != label) + gain[label] for label, origin in before.items()}
        came.append(before)
    label = best[True] > best[False]
    labels = [label]
    for before in reversed(came[1:]):
        label = before[label]
        labels.append(label)
    labels.reverse()
    found: list[tuple[int, int, bool]] = []
    for i, is_llm in enumerate(labels):
        if found and found[-1][2] == is_llm:
            found[-1] = (found[-1][0], i + 1, is_llm)
        else:
            found.append((i, i + 1, is_llm))
    return found

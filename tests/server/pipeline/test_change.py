"""Change points against the best of all labellings."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.pipeline.change import runs


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(1, 40)), min_size=1, max_size=9), st.floats(0, 80))
def test_no_labelling_is_better(block: list[tuple[float, int]], penalty: float) -> None:
    def worth(labels: tuple[bool, ...]) -> float:
        changes = sum(a != b for a, b in pairwise(labels))
        return sum(n * (s - 0.5) for (s, n), is_llm in zip(block, labels, strict=True) if is_llm) - penalty * changes

    statistics, words = zip(*block, strict=True)
    found = runs(statistics, words, 0.5, penalty)
    labels = tuple(is_llm for first, end, is_llm in found for _ in range(first, end))
    assert len(labels) == len(block)
    assert worth(labels) == pytest.approx(max(worth(each) for each in product((False, True), repeat=len(block))))


def test_runs_follow_one_another_and_differ() -> None:
    found = runs([-4.0, -4.0, 5.0, 5.0, -4.0, 5.0], [10] * 6, 0.0, 15.0)
    assert found == [(0, 2, False), (2, 4, True), (4, 5, False), (5, 6, True)]


def test_a_change_costs_its_penalty() -> None:
    assert runs([-2.0, 3.0, -2.0], [10] * 3, 0.0, 20.0) == [(0, 3, False)]
    assert runs([-2.0, 3.0, -2.0], [10] * 3, 0.0, 10.0) == [(0, 1, False), (1, 2, True), (2, 3, False)]

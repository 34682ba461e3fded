"""The scan statistic against its definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.pipeline.scan import Scan

SENTENCES = st.lists(st.tuples(st.floats(-9, 9), st.integers(1, 60)), min_size=1, max_size=25)


@given(SENTENCES, st.sampled_from([0.0, 0.5, 1.0]), st.floats(-2, 2))
def test_it_is_the_largest_over_all_runs(block: list[tuple[float, int]], exponent: float, level: float) -> None:
    scan = Scan(level=level, exponent=exponent, least_words=25, penalty=0.0)
    statistics, words = zip(*block, strict=True)
    every = []
    for first in range(len(block)):
        for end in range(first + 1, len(block) + 1):
            length = sum(words[first:end])
            mean = sum(s * n for s, n in block[first:end]) / length
            if (first, end) == (0, len(block)) or (length >= 25 and sum(words) >= 50):
                every.append((mean - level) * length**exponent)
    assert scan.of_block(statistics, words) == pytest.approx(max(every), abs=1e-6)


def test_a_very_long_block_is_scanned_in_coarser_steps() -> None:
    scan = Scan(level=0.0, exponent=0.5, least_words=30, penalty=0.0)
    found = scan.of_block([-4.0] * 3000 + [4.0] * 300 + [-4.0] * 3000, [15] * 6300)
    assert 0.8 * 4.0 * (300 * 15) ** 0.5 < found <= 4.0 * (300 * 15) ** 0.5


def test_a_run_shorter_than_the_least_does_not_count() -> None:
    scan = Scan(level=0.0, exponent=0.0, least_words=40, penalty=0.0)
    assert scan.of_block([9.0, -1.0, -1.0, -1.0, -1.0, -1.0], [20] * 6) == pytest.approx(4.0)


def test_what_is_usual_at_its_length_is_taken_off() -> None:
    plain = Scan(level=0.0, exponent=0.5, least_words=20, penalty=0.0)
    scan = plain.model_copy(update={"usual": ((50, 1.0), (200, 3.0))})
    for words, usual in ((25, 1.0), (50, 1.0), (100, 2.0), (200, 3.0), (900, 3.0)):
        assert scan.of_block([2.0], [words]) == pytest.approx(plain.of_block([2.0], [words]) - usual)
        assert scan.of_run(2.0, 30, words) == pytest.approx(plain.of_run(2.0, 30, words) - usual)
    block = ([2.0, -1.0, 2.0, 2.0, -3.0], [20, 20, 20, 20, 20])
    assert scan.of_block(*block) == pytest.approx(plain.of_block(*block) - 2.0)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from originlens_watermark.alignment import cheapest

COSTS = arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(-4, 4, width=16))


def naive(costs, skip):
    """Levenshtein's table as the paper has it, for each beginning of the ring."""
    k, n = costs.shape
    found = []
    for beginning in range(n):
        table = [[0.0] * (k + 1) for _ in range(k + 1)]
        for i in range(k + 1):
            for j in range(k + 1):
                if i == 0 or j == 0:
                    table[i][j] = (i + j) * skip
                    continue
                met = table[i - 1][j - 1] + costs[i - 1, (beginning + j - 1) % n]
                table[i][j] = min(table[i - 1][j] + skip, table[i][j - 1] + skip, met)
        found.append(table[k][k])
    return found


@given(COSTS, st.sampled_from([0.0, 0.4, 1.0]))
@settings(deadline=None, max_examples=30)
def test_the_cost_is_that_of_the_naive_table(costs, skip):
    found = cheapest(costs, skip, block=10)
    every = naive(costs, skip)
    assert found.cost == pytest.approx(min(every), abs=1e-4)
    assert every[found.offset] == pytest.approx(min(every), abs=1e-4)
    assert (found.start, found.end) == (0, len(costs))


@given(COSTS, st.integers(1, 6))
@settings(deadline=None, max_examples=30)
def test_the_best_block_is_the_one_that_is_told(costs, block):
    found = cheapest(costs, 1.0, block)
    assert found.end - found.start == min(block, len(costs))
    assert min(naive(costs[found.start : found.end], 1.0)) == pytest.approx(found.cost, abs=1e-4)


def test_a_passage_is_found_where_it_stands():
    costs = np.ones((40, 7), np.float32)
    for i in range(10):
        costs[20 + i, (3 + i) % 7] = -5
    found = cheapest(costs, 1.0, block=10)
    assert (found.start, found.offset, found.cost) == (20, 3, -50)


def test_every_token_lies_in_a_block():
    for place in range(23):
        costs = np.zeros((23, 3), np.float32)
        costs[place] = -1
        found = cheapest(costs, 1.0, block=8)
        assert found.start <= place < found.end

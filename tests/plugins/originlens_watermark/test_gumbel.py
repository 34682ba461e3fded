import numpy as np
import pytest
from scipy import stats

from originlens_watermark import cuda, gumbel, mt19937
from originlens_watermark.gumbel import Settings
from originlens_watermark.scheme import Exponential

IDS = np.random.default_rng(4).integers(0, 300, 30)


def test_markllms_value_is_its_formula():
    scored = gumbel.score(IDS, Settings("markllm", 15485863, 300))
    assert scored.null == Exponential()
    for position, value in zip(scored.positions, scored.values, strict=True):
        product = int(np.prod(IDS[position - 4 : position].astype(object)))
        u = mt19937.uniform(15485863 * (product % 300), 300)[IDS[position]]
        assert value == pytest.approx(np.log(1 / (1 - u)))


def test_three_bricks_value_is_its_formula():
    scored = gumbel.score(IDS, Settings("three_bricks", 0, 300, width=1))
    for position, value in zip(scored.positions, scored.values, strict=True):
        assert value == pytest.approx(-np.log(1 - mt19937.uniform(int(IDS[position - 1]), 300)[IDS[position]]))


def test_a_token_beyond_the_vocabulary_is_not_judged():
    assert len(gumbel.score(np.array([1, 500]), Settings("three_bricks", 0, 300, width=1)).values) == 0


def test_without_a_mark_the_values_have_mean_one():
    ids = np.random.default_rng(5).integers(0, 300, 1500)
    assert gumbel.score(ids, Settings("markllm", 3, 300, width=2)).values.mean() == pytest.approx(1, abs=0.1)


def test_a_product_knows_no_order_so_that_one_draw_counts_once():
    ids = np.array([5, 7, 9, 200, 7, 5, 9])
    scored = gumbel.score(ids, Settings("markllm", 3, 300, width=2))
    assert scored.positions.tolist() == [2, 3, 4, 5]  # 9 after 7 and 5 is 9 after 5 and 7 again
    assert gumbel.score(ids, Settings("three_bricks", 3, 300, width=2)).positions.tolist() == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("rule", ["markllm", "three_bricks"])
def test_without_a_mark_values_are_exponential_over_many_keys(rule):
    chance = np.random.default_rng(9)
    texts = chance.integers(0, 300, (40, 200))
    values = [gumbel.score(ids, Settings(rule, 3 + 7919 * i, 300, width=2)).values for i, ids in enumerate(texts)]
    assert stats.kstest(np.concatenate(values), "expon").pvalue > 0.001
    assert stats.kstest([stats.kstest(one, "expon").pvalue for one in values], "uniform").pvalue > 0.001


def test_words_that_repeat_do_not_widen_the_null():
    """A 0 in the context makes MarkLLM's product 0 whatever the rest is: one seed at every such place."""
    ids = np.random.default_rng(10).integers(0, 4, 300)
    products = {int(np.prod(ids[end - 4 : end])) for end in range(4, 300)}
    assert len(gumbel.score(ids, Settings("markllm", 3, 300)).values) <= 4 * len(products)


def test_the_other_generator_draws_one_number_for_a_token():
    scored = gumbel.score(IDS, Settings("three_bricks", 5, 300, width=1, generator="cuda"))
    seeds = np.array([5 * 35317 + int(IDS[position - 1]) for position in scored.positions], np.uint64)
    drawn = cuda.uniform(seeds, IDS[scored.positions].astype(np.uint64))
    assert scored.values == pytest.approx(-np.log1p(-drawn))

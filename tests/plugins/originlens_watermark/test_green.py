import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens_watermark import cuda
from originlens_watermark.green import chance, is_green
from originlens_watermark.mt19937 import permutation


@given(st.integers(0, 2**64), st.integers(2, 400), st.floats(0.05, 0.95))
@settings(max_examples=150, deadline=None)
def test_following_one_token_gives_what_the_whole_shuffle_does(seed, vocabulary, gamma):
    size = int(gamma * vocabulary)
    wanted = np.isin(np.arange(vocabulary), permutation.__wrapped__(seed, vocabulary)[:size])
    found = is_green([seed] * vocabulary, list(range(vocabulary)), vocabulary, size)
    assert found.tolist() == wanted.tolist()


def test_a_short_cuda_list_is_ranked_whole():
    found = is_green([7] * 211, list(range(211)), 211, 52, "cuda")
    assert np.flatnonzero(found).tolist() == sorted(cuda.permutation(7, 211)[:52].tolist())
    assert chance(211, 52, "cuda") == 52 / 211


def test_a_long_cuda_list_leaves_out_the_tokens_near_its_border_and_is_right_about_the_others():
    vocabulary, size = 50_257, 12_564
    found = is_green([9] * vocabulary, list(range(vocabulary)), vocabulary, size, "cuda")
    told = ~np.isnan(found)
    wanted = np.isin(np.arange(vocabulary), cuda.permutation(9, vocabulary)[:size])
    assert (found[told] == wanted[told]).all()
    assert 0.93 < told.mean() < 1
    assert chance(vocabulary, size, "cuda") == pytest.approx(found[told].mean(), abs=0.01)


def test_the_two_generators_differ():
    targets = list(range(200))
    cpu, cuda = (is_green([9] * 200, targets, 200, 100, device).tolist() for device in ("cpu", "cuda"))
    assert cpu != cuda


def test_a_token_beyond_the_vocabulary_is_in_no_list():
    for generator in ("cpu", "cuda"):
        assert np.isnan(is_green([1, 1], [500, -1], 300, 299, generator)).all()


def test_each_pair_has_its_own_seed():
    seeds, targets = [1, 2, 1, 2], [3, 3, 4, 4]
    together = is_green(seeds, targets, 300, 75)
    assert together.tolist() == [is_green([s], [t], 300, 75)[0] for s, t in zip(seeds, targets, strict=True)]

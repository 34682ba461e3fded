import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens_watermark.green import is_green
from originlens_watermark.mt19937 import permutation
from originlens_watermark.philox import philox, split


@given(st.integers(0, 2**64), st.integers(2, 400), st.floats(0.05, 0.95))
@settings(max_examples=150, deadline=None)
def test_following_one_token_gives_what_the_whole_shuffle_does(seed, vocabulary, gamma):
    size = int(gamma * vocabulary)
    wanted = np.isin(np.arange(vocabulary), permutation.__wrapped__(seed, vocabulary)[:size])
    found = is_green([seed] * vocabulary, list(range(vocabulary)), vocabulary, size)
    assert found.tolist() == wanted.tolist()


def naive_cuda(seed, vocabulary, size):
    """The first `size` elements sorted by the low bits of their 64-bit keys, one Philox call each."""
    bits = int(np.ceil(np.log2(vocabulary - (6 * vocabulary**2 + 1) / (12 * np.log(0.9)))))
    keys = []
    for lane in range(vocabulary):
        x, y, _, _ = philox(tuple(np.array([c], np.uint64) for c in (0, 0, lane, 0)), split(seed))
        keys.append(((int(x[0]) << 32 | int(y[0])) % (2**64 - 1)) & (2**bits - 1))
    return sorted(range(vocabulary), key=keys.__getitem__)[:size]


def test_the_cuda_list_is_the_front_of_a_sort_by_random_keys():
    for seed, vocabulary in ((1, 50), (2**40 + 7, 211)):
        size = vocabulary // 4
        found = is_green([seed] * vocabulary, list(range(vocabulary)), vocabulary, size, "cuda")
        assert np.flatnonzero(found).tolist() == sorted(naive_cuda(seed, vocabulary, size))


def test_the_two_generators_differ():
    targets = list(range(200))
    cpu, cuda = (is_green([9] * 200, targets, 200, 100, device).tolist() for device in ("cpu", "cuda"))
    assert cpu != cuda


def test_a_token_beyond_the_vocabulary_is_in_no_list():
    assert is_green([1, 1], [500, -1], 300, 299).tolist() == [False, False]


def test_each_pair_has_its_own_seed():
    seeds, targets = [1, 2, 1, 2], [3, 3, 4, 4]
    together = is_green(seeds, targets, 300, 75)
    assert together.tolist() == [is_green([s], [t], 300, 75)[0] for s, t in zip(seeds, targets, strict=True)]

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens_watermark import mt19937
from tests.plugins.originlens_watermark.vectors import VECTORS, digest


@pytest.mark.parametrize("seed", VECTORS["torch_rand"])
def test_uniform_is_torch_rand(seed):
    assert mt19937.uniform(int(seed), 4).tolist() == VECTORS["torch_rand"][seed]["f32_first4"]


@pytest.mark.parametrize("name", ["lm_watermarking_fixed_table", "hf_selfhash_fixed_table"])
def test_permutation_is_torch_randperm_of_a_million(name):
    recorded = VECTORS[name]
    found = mt19937.permutation(recorded["seed"], recorded.get("n", 1_000_003))
    assert found[:8].tolist() == recorded["first8"]
    assert digest(found.astype(np.int64)) == recorded["sha256"]


@given(st.integers(0, 2**64), st.integers(1, 300), st.integers(0, 300))
@settings(max_examples=150, deadline=None)
def test_the_front_of_a_permutation_is_that_of_the_whole_shuffle(seed, size, count):
    shuffled = list(range(size))
    for i, word in enumerate(mt19937.words(seed, size - 1).tolist()):
        j = i + word % (size - i)
        shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    assert mt19937.permutation(seed, size).tolist() == shuffled
    assert mt19937.permutation(seed, size, count).tolist() == shuffled[:count]


def test_the_steps_of_a_shuffle_are_remainders_at_the_borders_of_a_word(monkeypatch):
    vocabulary = 50_257
    left = vocabulary - np.arange(vocabulary - 1, dtype=np.uint64)
    for multiple in (0, 1, 2**31 // vocabulary, None):
        for off in (-1, 0, 1):
            factor = (2**32 - 1) // left if multiple is None else np.uint64(multiple)
            drawn = ((left * factor).astype(np.int64) + off).clip(0, 2**32 - 1).astype(np.uint32)
            monkeypatch.setattr(mt19937, "words", lambda seed, count, drawn=drawn: drawn.copy())
            wanted = drawn.astype(np.uint64) % left + np.arange(vocabulary - 1, dtype=np.uint64)
            assert mt19937.swaps(0, vocabulary, vocabulary - 1).tolist() == wanted.tolist()


def test_coins_are_torch_randint():
    assert digest(mt19937.coins(0, 1 << 16)) == VECTORS["synthid_hf"]["table_sha256_u8"]


def test_only_the_low_32_bits_of_a_seed_count():
    assert mt19937.words(7, 3).tolist() == mt19937.words(7 + (5 << 32), 3).tolist()
    assert mt19937.words(-1, 3).tolist() == mt19937.words(0xFFFFFFFF, 3).tolist()
    assert mt19937.words(7, 3).tolist() != mt19937.words(8, 3).tolist()


@pytest.mark.parametrize("seed", VECTORS["torch_rand"])
def test_two_words_are_a_double_of_torch(seed):
    high, low = mt19937.words(int(seed), 4).astype(object).reshape(2, 2).T
    drawn = [((int(h) << 32 | int(w)) & (2**53 - 1)) * 2.0**-53 for h, w in zip(high, low, strict=True)]
    assert drawn == VECTORS["torch_rand"][seed]["f64_first2"]

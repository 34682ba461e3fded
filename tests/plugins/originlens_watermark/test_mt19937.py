import numpy as np
import pytest

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

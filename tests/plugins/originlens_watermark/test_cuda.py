import numpy as np
import pytest
from scipy import stats

from originlens_watermark import cuda


def naive_philox(counter, key):
    """Philox4x32-10 with Python's own integers (Salmon et al. 2011)."""
    (a, b, c, d), (k, m) = counter, key
    for _ in range(10):
        one, two = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (two >> 32) ^ b ^ k, two % 2**32, (one >> 32) ^ d ^ m, one % 2**32
        k, m = (k + 0x9E3779B9) % 2**32, (m + 0xBB67AE85) % 2**32
    return a, b, c, d


def stream(seed, element):
    return naive_philox((0, 0, element, 0), (seed % 2**32, seed >> 32))


def test_a_permutation_is_a_sort_by_the_low_bits_of_random_keys():
    for seed, size in ((1, 50), (2**40 + 7, 211)):
        bits = int(np.ceil(np.log2(size - (6 * size**2 + 1) / (12 * np.log(0.9)))))
        keys = [((stream(seed, i)[0] << 32 | stream(seed, i)[1]) % (2**64 - 1)) % 2**bits for i in range(size)]
        assert cuda.permutation(seed, size).tolist() == sorted(range(size), key=keys.__getitem__)


@pytest.mark.parametrize(("size", "bits"), [(32000, 33), (50257, 34), (128256, 37), (151936, 37), (256000, 39)])
def test_a_key_has_as_many_bits_as_the_source_gives_it(size, bits):
    assert cuda.bits(size) == bits


def test_a_uniform_is_curands():
    seeds, elements = np.array([5, 2**63 + 1], np.uint64), np.array([3, 70_000], np.uint64)
    wanted = [np.float32(stream(int(s), int(e))[0]) * 2.0**-32 + 2.0**-33 for s, e in zip(seeds, elements, strict=True)]
    assert cuda.uniform(seeds, elements) == pytest.approx(wanted, rel=1e-7)
    drawn = cuda.uniform(np.zeros(4000, np.uint64), np.arange(4000, dtype=np.uint64))
    assert stats.kstest(drawn, "uniform").pvalue > 0.01


def test_coins_are_the_lowest_bits():
    assert cuda.coins(0, 20).tolist() == [stream(0, i)[0] & 1 for i in range(20)]

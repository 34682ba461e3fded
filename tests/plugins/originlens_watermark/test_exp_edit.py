import math

import numpy as np
import pytest
from scipy import stats

from originlens_watermark import exp_edit
from originlens_watermark.alignment import cheapest
from originlens_watermark.exp_edit import Settings

SMALL = Settings(42, 50, length=20)


def mersenne(seed):
    """MT19937 as its authors print it (Matsumoto and Nishimura 1998): an endless stream of 32-bit words."""
    state = [seed]
    for i in range(1, 624):
        state.append((1812433253 * (state[-1] ^ (state[-1] >> 30)) + i) & 0xFFFFFFFF)
    while True:
        for i in range(624):
            mixed = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7FFFFFFF)
            state[i] = state[(i + 397) % 624] ^ (mixed >> 1) ^ (0x9908B0DF if mixed & 1 else 0)
        for word in state:
            word ^= word >> 11
            word ^= (word << 7) & 0x9D2C5680
            word ^= (word << 15) & 0xEFC60000
            yield word ^ (word >> 18)


def ring(settings):
    stream = mersenne(settings.key)
    return [[next(stream) / 2**32 for _ in range(settings.vocabulary)] for _ in range(settings.length)]


def marked(settings, count, offset, probabilities):
    rows = ring(settings)
    return np.array([
        max(range(settings.vocabulary), key=lambda v: rows[(offset + i) % settings.length][v] ** (1 / probabilities[v]))
        for i in range(count)
    ])  # fmt: skip


def test_the_ring_is_the_published_one():
    tokens = np.array([0, 7, 49])
    assert exp_edit.columns(SMALL, tokens).tolist() == [[row[v] for v in tokens] for row in ring(SMALL)]


def test_marked_text_is_found_with_its_place_in_the_ring():
    ids = marked(SMALL, 18, 5, [1 / 50] * 50)
    found = exp_edit.test(ids, SMALL, runs=199, seed=0)
    assert found.p == found.floor == 1 / 200
    assert found.offset == 5


def test_it_survives_a_deletion():
    ids = np.delete(marked(SMALL, 18, 5, [1 / 50] * 50), [4, 11])
    assert exp_edit.test(ids, SMALL, runs=199, seed=0).p == 1 / 200


def test_the_cost_is_that_of_the_published_formula():
    ids, rows = np.array([3, 8, 3]), ring(SMALL)
    costs = np.array([[math.log(1 - row[token]) for row in rows] for token in ids], np.float32)
    found = exp_edit.test(ids, SMALL, runs=1, seed=0)
    assert found.offset == cheapest(costs, 0.0, 3).offset


def test_without_a_mark_p_is_uniform_or_conservative():
    chance = np.random.default_rng(3)
    zipf = 1 / np.arange(1, 51)
    texts = chance.choice(50, (60, 10), p=zipf / zipf.sum())
    found = [exp_edit.test(ids, Settings(key, 50, length=20), 39, key).p for key, ids in enumerate(texts)]
    assert stats.kstest(found, "uniform", alternative="greater").pvalue > 0.01


def test_tokens_beyond_the_vocabulary_are_left_out_and_places_stay_those_of_the_text():
    ids = marked(SMALL, 18, 5, [1 / 50] * 50)
    found = exp_edit.test(np.concatenate([[900, 900], ids]), SMALL, runs=99, seed=0)
    assert (found.p, found.start, found.end) == (0.01, 2, 20)
    assert exp_edit.test(np.array([900]), SMALL, runs=99, seed=0).p == 1


def test_a_key_beyond_32_bits_is_an_error():
    with pytest.raises(ValueError, match="expected 0 to 4294967295"):
        Settings(1 << 32, 50)

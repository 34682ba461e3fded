import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens_watermark import cuda, mt19937, synthid
from originlens_watermark.scheme import MeanOfBernoulli, first_of_each
from originlens_watermark.synthid import Settings
from tests.plugins.originlens_watermark.vectors import VECTORS, digest

IDS = np.arange(100, 140)
HF, DEEPMIND = VECTORS["synthid_hf"], VECTORS["synthid_deepmind_ref_addb4a1"]


def test_the_coins_are_those_of_transformers():
    found = synthid.g_values(first_of_each(IDS, 5)[1], Settings(tuple(HF["keys"])))
    assert found[0].tolist() == HF["g_values_row0"]
    assert found[1].tolist() == HF["g_values_row1"]
    assert digest(found.astype(np.uint8)) == HF["g_sha256"] or digest(found) == HF["g_sha256"]


def test_the_coins_are_those_of_deepmind():
    found = synthid.g_values(first_of_each(IDS, 5)[1], Settings(tuple(DEEPMIND["keys"]), hash="deepmind"))
    assert found[0].tolist() == DEEPMIND["row0"]
    assert digest(found.astype(np.uint8)) == DEEPMIND["sha256"] or digest(found) == DEEPMIND["sha256"]


def test_weights_fall_from_ten_to_one_and_sum_to_one():
    weights = synthid.weights_of(4, True)
    assert weights[0] / weights[-1] == pytest.approx(10)
    assert sum(weights) == pytest.approx(1)
    assert synthid.weights_of(4, False) == (0.25,) * 4


def test_a_value_is_the_mean_of_its_coins():
    settings = Settings(tuple(HF["keys"]), weighted=False)
    scored = synthid.score(IDS, settings)
    coins = synthid.g_values(first_of_each(IDS, 5)[1], settings)
    assert scored.values == pytest.approx(coins.mean(1))
    assert scored.null == MeanOfBernoulli((1 / 9,) * 9, 0.501)


def test_unmarked_text_shows_as_many_ones_as_its_table_and_no_fewer_than_half():
    keys = tuple(HF["keys"])
    ones = {kind: synthid._table(0, kind).mean() for kind in ("cpu", "cuda")}
    assert ones["cpu"] < 0.5 < ones["cuda"]
    assert synthid.score(IDS, Settings(keys)).null.p == pytest.approx(0.501)
    assert synthid.score(IDS, Settings(keys, generator="cuda")).null.p == pytest.approx(ones["cuda"] + 0.001)
    assert synthid.score(IDS, Settings(keys, hash="deepmind")).null.p == 0.5


def test_a_context_that_comes_again_was_not_marked():
    ids = np.array([1, 2, 3, 4, 5, 1, 2, 3, 4, 6])
    assert 9 not in synthid.score(ids, Settings(tuple(HF["keys"]))).positions.tolist()


def step(hashed, value):
    hashed = ((hashed + value) * 6364136223846793005 + 1) % 2**64
    return hashed - 2**64 if hashed >> 63 else hashed


def naive(gram, key, keys, kind):
    """One coin with Python's own integers, by the two sources' formulas."""
    raw = hashlib.sha256(b"".join(k.to_bytes(8, "little") for k in keys)).digest()
    hashed = 1 if kind == "transformers" else int.from_bytes(raw, "big") % (2**63 - 1)
    for value in (*gram, key):
        hashed = step(hashed, value)
    if kind == "transformers":
        return int(mt19937.words(0, 65536)[hashed % 65536]) & 1
    for _ in range(12):
        hashed = step(hashed, 1) >> 5
    return hashed >> 30 & 1


@pytest.mark.parametrize("kind", ["transformers", "deepmind"])
@given(
    gram=st.lists(st.integers(0, 300_000), min_size=2, max_size=6),
    keys=st.lists(st.integers(0, 2**40), min_size=1, max_size=3),
)
@settings(deadline=None, max_examples=20)
def test_every_coin_is_that_of_the_naive_formula(kind, gram, keys):
    found = synthid.g_values(np.array([gram]), Settings(tuple(keys), hash=kind))
    assert found[0].tolist() == [naive(gram, key, keys, kind) for key in keys]


@pytest.mark.parametrize("kind", ["transformers", "deepmind"])
def test_without_a_mark_values_are_means_of_fair_coins(kind):
    ids = np.random.default_rng(5).integers(0, 50_000, 3000)
    scored = synthid.score(ids, Settings(tuple(DEEPMIND["keys"]), hash=kind))
    variance = float(np.square(scored.null.weights).sum()) / 4
    assert scored.values.mean() == pytest.approx(0.5, abs=4 * (variance / 3000) ** 0.5)
    assert scored.values.var() == pytest.approx(variance, rel=0.12)


def test_a_table_that_was_drawn_on_a_gpu_is_another():
    keys = tuple(HF["keys"])
    found = synthid.g_values(first_of_each(IDS, 5)[1], Settings(keys, generator="cuda"))
    assert found[0].tolist() != HF["g_values_row0"]
    hashed = 1
    for value in (*IDS[:5].tolist(), keys[0]):
        hashed = step(hashed, value)
    assert found[0, 0] == cuda.coins(0, 65536)[hashed % 65536]

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from originlens_watermark import vllm_gumbel
from originlens_watermark.nulls import log_p
from originlens_watermark.scheme import TwoExponentials
from originlens_watermark.vllm_gumbel import Settings, derived, uniforms
from tests.plugins.originlens_watermark.vectors import VECTORS

RECORDED = VECTORS["vllm_gumbel_philox4x32-10-v1"]
IDS = np.array(RECORDED["watermarked_ids"])


def test_one_draw_is_vllms():
    assert uniforms(42, np.array([[85, 56, 123, 77, 105]]))[0] == RECORDED["u(ctx=[85,56,123,77],tok=105)"]


def test_vllms_own_marked_sequence_is_found():
    scored = vllm_gumbel.score(IDS, Settings(42))
    assert len(scored.values) == 60
    assert scored.values.sum() == pytest.approx(RECORDED["score_60_tokens_unpadded"], abs=0.005)
    assert np.exp(log_p(scored.values.sum(), 60, scored.null)) == pytest.approx(RECORDED["p_unpadded"], rel=0.01)


def test_another_key_finds_nothing():
    scored = vllm_gumbel.score(IDS, Settings(43))
    assert log_p(scored.values.sum(), len(scored.values), scored.null) > np.log(0.001)


def test_contexts_of_any_width_are_folded():
    grams = np.arange(14).reshape(2, 7)
    assert len({*uniforms(1, grams), *uniforms(1, grams[:, 1:]), *uniforms(1, grams[:, 2:])}) == 6


def test_the_dual_key_weighs_two_derived_keys():
    assert derived(42, b"key_a") == int.from_bytes(hashlib.sha256(b"key_a" + (42).to_bytes(8, "big")).digest()[:8])
    scored = vllm_gumbel.score(IDS, Settings(42, alpha=0.2))
    one, two = (vllm_gumbel.score(IDS, Settings(derived(42, name))).values for name in (b"key_a", b"key_b"))
    assert scored.values == pytest.approx(0.8 * one + 0.2 * two)
    assert scored.null == TwoExponentials(0.2)


def test_a_repeated_context_counts_once():
    assert len(vllm_gumbel.score(np.array([1, 2, 1, 3]), Settings(1, width=1)).values) == 2


def naive_philox(counter, key):
    """Philox4x32-10 with Python's own integers (Salmon et al. 2011)."""
    (a, b, c, d), (k, m) = counter, key
    for _ in range(10):
        one, two = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (two >> 32) ^ b ^ k, two % 2**32, (one >> 32) ^ d ^ m, one % 2**32
        k, m = (k + 0x9E3779B9) % 2**32, (m + 0xBB67AE85) % 2**32
    return a, b, c, d


def naive_uniform(key, context, token):
    low, high = key % 2**32, key >> 32
    state = (0x574D4358, len(context), 0, 0)
    for offset in range(0, len(context), 4):
        block = (list(context[offset : offset + 4]) + [2**32 - 1 - i for i in range(4)][len(context) - offset :])[:4]
        state = naive_philox([s ^ b % 2**32 for s, b in zip(state, block, strict=True)], (low ^ offset, high))
    words = naive_philox((token // 4, *state[:3]), (low ^ state[3], high ^ 0x574D544B))
    return ((words[token % 4] >> 8) + 1) / (2**24 + 1)


@given(
    key=st.integers(0, 2**64 - 1),
    context=st.lists(st.integers(-1, 300_000), min_size=1, max_size=9),
    token=st.integers(0, 300_000),
)
@settings(deadline=None, max_examples=40)
def test_every_draw_is_that_of_the_naive_formula(key, context, token):
    assert uniforms(key, np.array([[*context, token]]))[0] == naive_uniform(key, context, token)


def test_without_a_mark_a_value_is_exponential():
    ids = np.random.default_rng(11).integers(0, 50_000, 1500)
    assert stats.kstest(vllm_gumbel.score(ids, Settings(7)).values, "expon").pvalue > 0.01
    both = vllm_gumbel.score(ids, Settings(7, alpha=0.2)).values
    assert both.mean() == pytest.approx(1, abs=0.09)
    assert both.var() == pytest.approx(0.8**2 + 0.2**2, rel=0.25)

import numpy as np
import pytest

from originlens_watermark import vllm_sbw
from originlens_watermark.philox import philox, split
from originlens_watermark.vllm_sbw import Settings

IDS = np.random.default_rng(6).integers(0, 5000, 60)


def wrap(value, bits):
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def naive_hash(token):
    i = wrap(token + 1, 32)
    for step in (
        lambda i: i - wrap(i << 6, 32), lambda i: i ^ (i >> 17), lambda i: i - wrap(i << 9, 32),
        lambda i: i ^ wrap(i << 4, 32), lambda i: i - wrap(i << 3, 32), lambda i: i ^ wrap(i << 10, 32),
        lambda i: i ^ (i >> 15),
    ):  # fmt: skip
        i = wrap(step(i), 32)
    return i


def naive_green(gram, key, rule, gamma):
    *context, token = gram
    if rule == "lefthash":
        seed = wrap(key * sum(context), 64)
    else:
        own = naive_hash(token)
        seed = min(wrap(wrap(key, 64) * wrap(naive_hash(t) * own, 64), 64) for t in [*context[1:], token])
    counter = tuple(np.array([c], np.uint64) for c in (token // 4, 0, 0, 0))
    word = int(philox(counter, split(seed))[token % 4][0])
    return (word & 0x7FFFFFFF) < int(gamma * 0x7FFFFFFF)


@pytest.mark.parametrize(("rule", "width"), [("selfhash", 4), ("selfhash", 1), ("lefthash", 1), ("lefthash", 3)])
@pytest.mark.parametrize("key", [42, 2**63 + 11])
def test_a_token_is_green_by_the_published_formula(rule, width, key):
    scored = vllm_sbw.score(IDS, Settings(key, rule, width, 0.3))
    wanted = [naive_green(IDS[p - width : p + 1].tolist(), key, rule, 0.3) for p in scored.positions]
    assert scored.values.tolist() == wanted
    assert 0 < sum(wanted) < len(wanted)


def test_the_null_is_the_share_of_draws_below_the_threshold():
    ids = np.random.default_rng(7).integers(0, 50000, 4000)
    scored = vllm_sbw.score(ids, Settings(5, "lefthash", 1))
    assert scored.null.p == pytest.approx(0.5, abs=1e-6)
    assert scored.values.mean() == pytest.approx(0.5, abs=0.03)


def test_a_word_whose_seed_is_its_own_is_judged_once():
    """Selfhash often takes the target's own term: the word is then green at every place or at none."""
    ids = np.random.default_rng(12).permutation(np.repeat(np.arange(20), 20))
    scored = vllm_sbw.score(ids, Settings(5))
    hashed = [naive_hash(int(token)) for token in ids]
    draws = {
        (min(wrap(5 * wrap(h * hashed[end], 64), 64) for h in hashed[end - 3 : end + 1]), int(ids[end]))
        for end in range(4, len(ids))
    }
    assert len(scored.values) == len(draws) < 300

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens_watermark import kgw, mt19937
from originlens_watermark.kgw import RULES, Settings
from originlens_watermark.scheme import Bernoulli
from tests.plugins.originlens_watermark.vectors import VECTORS, digest

KEY, V = 15485863, 50257
LM = VECTORS["lm_watermarking_greenlists_V50257_gamma0.25"]


def green_list(seed, vocabulary=V, gamma=0.25):
    return mt19937.permutation(seed, vocabulary)[: int(vocabulary * gamma)]


@pytest.mark.parametrize("recorded", VECTORS["kgw_hf_lefthash_key15485863"], ids=lambda r: f"{r['V']}-{r['prev']}")
def test_left_hash_is_that_of_transformers(recorded):
    seed = RULES["left"]([recorded["prev"], 0], Settings("left", KEY, recorded["V"]))
    found = green_list(seed, recorded["V"], recorded["gamma"])
    assert found[:8].tolist() == recorded["first8"]
    assert digest(np.sort(found)) == recorded["sha256_sorted"]


@pytest.mark.parametrize("recorded", VECTORS["kgw_hf_selfhash"], ids=lambda r: str(r["input_seq"][0]))
def test_self_hash_of_transformers_has_the_key_for_its_table(recorded):
    seed = RULES["self"](recorded["input_seq"], Settings("self", KEY, V, width=3, table_seed=KEY))
    found = green_list(seed)
    assert found[:8].tolist() == recorded["first8"]
    assert digest(np.sort(found)) == recorded["sha256_sorted"]


@pytest.mark.parametrize(
    ("name", "rule"),
    [("simple_1/lefthash", "left"), ("algorithm-3/selfhash", "self"), ("minhash", "minhash"),
     ("skipgram(w=5)", "skipgram")],
)  # fmt: skip
def test_the_rules_of_lm_watermarking(name, rule):
    recorded = LM[name]
    gram = recorded["ctx"] if rule == "self" else [*recorded["ctx"], 0]
    seed = RULES[rule](gram, Settings(rule, KEY, V))
    assert seed == recorded["prf_key"]
    found = green_list(seed)
    assert found[:8].tolist() == recorded["first8"]
    assert digest(np.sort(found)) == recorded["sha256_sorted"]


def wrapped(value):
    value %= 2**64
    return value - 2**64 if value >> 63 else value


def naive_seed(rule, gram, key, table):
    """The rules of a hash table in Python's own whole numbers, with the 64 bits and the sign of torch's."""

    def hashed(token):
        return int(table[token % 1_000_003]) + 1

    if rule == "self":
        products = (wrapped(wrapped(key * hashed(token)) * hashed(gram[-1])) for token in gram)
        return min(products) % (2**64 - 1)
    context = gram[:-1] if rule == "minhash" else gram[:1]
    return min(hashed(wrapped(key * token)) for token in context)


@given(
    rule=st.sampled_from(["self", "minhash", "skipgram"]),
    gram=st.lists(st.integers(0, 300_000), min_size=2, max_size=6),
    key=st.integers(-(2**63), 2**63 - 1),
)
@settings(deadline=None, max_examples=150)
def test_every_seed_of_a_hash_table_is_that_of_the_naive_formula(rule, gram, key):
    table = mt19937.permutation(kgw.LM_TABLE_SEED, 1_000_003)
    found = RULES[rule](gram, Settings(rule, key, V, width=len(gram) - 1))
    assert found == naive_seed(rule, gram, key, table)


def test_marklllms_rule_is_its_formula():
    prf = mt19937.permutation(KEY, 1000)
    assert RULES["markllm"]([7, 9, 5, 0], Settings("markllm", KEY, 1000)) == KEY * int(prf[315]) % 1000


def test_three_bricks_folds_the_context():
    wanted = ((0 * 35317 + 3) * 35317 + 8) % (2**64 - 1)
    assert RULES["three_bricks"]([3, 8, 99], Settings("three_bricks", 0, V)) == wanted


def test_the_plugins_left_hash_wraps_at_64_bits():
    key = 2**64 - 3
    assert RULES["left_64"]([5, 0], Settings("left_64", key, V)) == (key * 5) % 2**64
    assert RULES["left_64"]([5, 0], Settings("left_64", key, V)) != RULES["left"]([5, 0], Settings("left", key, V))


def test_the_context_may_overflow_as_it_does_in_torch():
    with np.errstate(all="raise"):
        seed = RULES["self"]([1, 2, 3, 50_000], Settings("self", 2**62 + 5, V))
    assert 0 <= seed < 2**64


@pytest.mark.parametrize("rule", RULES)
def test_many_seeds_are_those_of_each(rule):
    settings = Settings(rule, KEY, 300, width=3, table_seed=5)
    grams = np.random.default_rng(2).integers(0, 300, (40, 4))
    assert kgw.seeds_of(grams, settings) == [RULES[rule](gram, settings) for gram in grams.tolist()]
    assert kgw.seeds_of(grams[:0], settings) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_token_is_judged_by_its_own_list(rule):
    settings = Settings(rule, 11, 300, width=3, table_seed=5)
    ids = np.random.default_rng(1).integers(0, 300, 40)
    scored = kgw.score(ids, settings)
    draws = {}
    for position in range(3, 40):
        draws.setdefault((RULES[rule](ids[position - 3 : position + 1].tolist(), settings), ids[position]), position)
    assert scored.positions.tolist() == list(draws.values())
    for (seed, token), value in zip(draws, scored.values, strict=True):
        assert value == (token in green_list(seed, 300))


def test_a_token_whose_own_hash_is_the_least_is_judged_once():
    """Self-hash: its list then depends on the token alone, wherever it stands."""
    settings = Settings("self", KEY, V, width=0, table_seed=KEY)
    assert kgw.score(np.array([7, 8, 7, 9, 7]), settings).positions.tolist() == [0, 1, 3]


@pytest.mark.parametrize("rule", ["left", "markllm"])
def test_the_other_generator_has_other_lists_and_a_null_of_its_own(rule):
    ids = np.random.default_rng(3).integers(0, V, 400)
    cpu, cuda = (kgw.score(ids, Settings(rule, KEY, V, generator=device)) for device in ("cpu", "cuda"))
    assert cpu.null == Bernoulli(12564 / V)
    assert 0.23 < cuda.null.p < 0.25
    assert 350 < len(cuda.values) < 399
    assert cuda.values.mean() == pytest.approx(cuda.null.p, abs=0.09)


def test_repeated_ngrams_count_once():
    assert len(kgw.score(np.array([5, 6] * 20), Settings("left", KEY, V)).values) == 2


def test_the_null_is_the_share_that_the_list_really_has():
    assert kgw.score(np.array([1, 2]), Settings("left", KEY, 10, 0.25)).null == Bernoulli(0.2)


def test_text_without_the_mark_is_green_as_often_as_chance_has_it():
    ids = np.random.default_rng(2).integers(0, 500, 3000)
    assert kgw.score(ids, Settings("left", KEY, 500)).values.mean() == pytest.approx(0.25, abs=0.03)

"""Each sampler's text is found by the scheme it marks for, and without the key it is not."""

import sys
from pathlib import Path

import numpy as np
import pytest

from originlens_watermark import dipmark, exp_edit, gumbel, its_edit, kgw, synthid, unigram, vllm_gumbel, vllm_sbw
from originlens_watermark.nulls import log_p

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import samplers

V = 400
SCHEMES = [
    (gumbel, gumbel.Settings("markllm", 15485863, V), "key"),
    (gumbel, gumbel.Settings("three_bricks", 0, V), "key"),
    (vllm_gumbel, vllm_gumbel.Settings(42), "key"),
    (vllm_gumbel, vllm_gumbel.Settings(42, alpha=0.2), "key"),
    (vllm_sbw, vllm_sbw.Settings(42), "key"),
    (vllm_sbw, vllm_sbw.Settings(42, "lefthash", 1), "key"),
    (synthid, synthid.Settings(tuple(range(400, 430)), hash="deepmind"), "keys"),
    (unigram, unigram.Settings(0, V), "key"),
    (dipmark, dipmark.Settings(42, V), "key"),
    (kgw, kgw.Settings("markllm", 15485863, V, 0.5, 1), "key"),
    (kgw, kgw.Settings("three_bricks", 0, V, 0.5, 4), "key"),
]


def text(settings, count=160):
    """Of a stand-in for a model: at each step other logits, a few tokens likely and most not."""
    chance = np.random.default_rng(1)
    ids = chance.integers(1, V, 5)
    for _ in range(count):
        ids = np.append(ids, samplers.next_token(chance.normal(scale=2, size=V), ids, settings, chance))
    return ids


def other(settings, name):
    changed = tuple(k + 1 for k in settings.keys) if name == "keys" else settings.key + 1
    return type(settings)(**{field: getattr(settings, field) for field in settings.__slots__} | {name: changed})


def found(scheme, ids, settings):
    scored = scheme.score(ids, settings)
    return log_p(float(scored.values.sum()), len(scored.values), scored.null)


@pytest.mark.parametrize(("scheme", "settings", "name"), SCHEMES, ids=lambda one: getattr(one, "__name__", "")[21:])
def test_marked_text_is_found_by_its_key_alone(scheme, settings, name):
    ids = text(settings)
    assert found(scheme, ids, settings) < np.log(1e-6)
    assert found(scheme, ids, other(settings, name)) > np.log(1e-3)


def test_the_self_rule_marks_too():
    settings = kgw.Settings("self", 15485863, V, 0.25, 3)
    assert found(kgw, text(settings, 100), settings) < np.log(1e-4)


@pytest.mark.parametrize(
    ("scheme", "settings", "offset"),
    [(exp_edit, exp_edit.Settings(42, V, length=64), 11), (its_edit, its_edit.Settings(42, V, length=64), 30)],
)
def test_text_along_a_ring_is_found_at_its_offset(scheme, settings, offset):
    chance = np.random.default_rng(1)
    logits = chance.normal(scale=1.5, size=(60, V))
    ids = np.array([samplers.ring_token(row, offset + step, settings) for step, row in enumerate(logits)])
    tested = scheme.test(ids, settings, runs=99, seed=0)
    assert (tested.p, tested.offset) == (0.01, offset)


@pytest.mark.parametrize(
    "settings",
    [SCHEMES[0][1], SCHEMES[2][1], SCHEMES[3][1], SCHEMES[6][1], SCHEMES[8][1]],
    ids=["exp", "vllm", "dual", "synthid", "dip"],
)
def test_over_many_keys_the_distribution_is_the_models(settings):
    """What these schemes promise: no token becomes likelier on the whole."""
    chance = np.random.default_rng(2)
    logits, ids = np.log([0.5, 0.3, 0.15, 0.05]), np.array([1, 2, 3, 1, 2])
    name = "keys" if hasattr(settings, "keys") else "key"
    drawn = []
    for _ in range(1500):
        key = tuple(chance.integers(1, 1 << 31, 30).tolist()) if name == "keys" else int(chance.integers(1, 1 << 31))
        fields = {field: getattr(settings, field) for field in settings.__slots__} | {name: key}
        drawn.append(samplers.next_token(logits, ids, type(settings)(**fields), chance))
    assert np.bincount(drawn, minlength=4) / 1500 == pytest.approx([0.5, 0.3, 0.15, 0.05], abs=0.05)


def test_a_context_that_comes_again_is_left_plain():
    ids = np.array([1, 2, 3, 4, 9, 1, 2, 3, 4])
    drawn = {
        samplers.next_token(np.zeros(V), ids, vllm_gumbel.Settings(42), np.random.default_rng(i)) for i in range(8)
    }
    fresh = {
        samplers.next_token(np.zeros(V), ids[1:], vllm_gumbel.Settings(42), np.random.default_rng(i)) for i in range(8)
    }
    assert len(drawn) > 1
    assert len(fresh) == 1


def test_the_same_noise_gives_the_same_token():
    settings = SCHEMES[4][1]
    logits, ids = np.random.default_rng(3).normal(size=V), np.arange(6)
    drawn = {samplers.next_token(logits, ids, settings, np.random.default_rng(5)) for _ in range(3)}
    assert len(drawn) == 1

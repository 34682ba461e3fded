"""Profiles are data: what they may say, what is refused, and that a wrong one never shows a key."""

import itertools
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from originlens_watermark import profiles
from originlens_watermark.scan import best
from originlens_watermark.scheme import Bernoulli

SHIPPED = Path(__file__).parents[3] / "onnx_models" / "watermark-public" / "profiles.toml"
SECRET = 987654321987
RIGHT = {"id": "mine", "scheme": "kgw", "source": "a test", "settings": {"rule": "left", "key": SECRET}}


def table(**changes):
    return {**RIGHT, **changes}


def settings(**changes):
    return table(settings={**RIGHT["settings"], **changes})


def test_a_profile_scores_as_its_scheme_does():
    (profile,) = profiles.read([RIGHT], "here")
    scored = profile.score(np.arange(50), 300)
    assert scored.null == Bernoulli(0.27)  # 0.25, and caution for lists of one word that nobody measured
    assert len(scored.values) == 49
    assert not profile.quick


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": "a", "scheme": "kgw", "source": "b"}, "profile a: settings is missing"),
        (table(speed=1), "unknown key 'speed'"),
        (table(vocabularies=[50257, 1]), "a vocabulary is no logits width"),
        (table(scheme="kgww"), "scheme is 'kgww'; expected one of kgw, unigram"),
        (settings(delta=2), "unknown setting 'delta'; known: gamma"),
        (settings(rule="right"), "rule is 'right'; expected one of left"),
        (settings(generator="tpu"), "generator is 'tpu'; expected one of cpu, cuda"),
        (settings(gamma=1.5), "gamma is 1.5; expected a share"),
        (settings(width=99), "width is 99; expected 0 to 32"),
        (settings(key="12"), "key is not a whole number"),
        (settings(key=SECRET << 64), "key is not a whole number"),
        (table(settings={"rule": "left"}), "the setting 'key' is missing"),
        (table(scheme="synthid", settings={"keys": []}), "keys are not a list"),
        (table(scheme="exp-edit", settings={"key": SECRET}), "expected 0 to 4294967295"),
    ],
)
def test_what_is_wrong_is_told_without_the_key(wrong, told):
    with pytest.raises(ValueError, match="profile") as error:
        profiles.read([wrong], "here")
    assert told in str(error.value)
    assert str(SECRET) not in str(error.value)


def test_two_profiles_of_one_id_are_refused():
    with pytest.raises(ValueError, match="two profiles of one id"):
        profiles.read([RIGHT, RIGHT], "here")


def test_a_measured_share_takes_the_place_of_a_smaller_one_and_of_no_larger_one():
    (profile,) = profiles.read([table(green_share={"words/300": 0.31, "words/400": 0.2})], "here")
    ids = np.arange(50)
    assert profile.score(ids, 300, "words").null == Bernoulli(0.31)
    assert profile.score(ids, 400, "words").null == Bernoulli(0.25)
    assert profile.score(ids, 300, "others").null == Bernoulli(0.31)  # not measured: the largest


@pytest.mark.parametrize(
    ("scheme", "given", "share"),
    [
        ("kgw", {"rule": "left", "key": 1}, 0.27),
        ("kgw", {"rule": "self", "key": 1, "width": 0}, 0.3),
        ("kgw", {"rule": "self", "key": 1, "width": 3}, 0.27),
        ("kgw", {"rule": "three_bricks", "key": 1, "width": 4, "gamma": 0.25}, 0.25),
        ("unigram", {"key": 1, "gamma": 0.5}, 0.55),
        ("unigram", {"key": 1, "gamma": 0.98}, 0.99),
        ("dipmark", {"key": 1, "gamma": 0.5, "width": 5}, 0.5),
        ("dipmark", {"key": 1}, 0.5),
        ("dipmark", {"key": 1, "width": 1}, 0.52),
    ],
)
def test_a_key_that_nobody_measured_is_judged_with_caution_where_common_words_have_one_list(scheme, given, share):
    (profile,) = profiles.read([table(scheme=scheme, settings=given)], "here")
    assert profile.score(np.arange(200), 1000).null.p == pytest.approx(share, abs=0.002)


def test_every_dialect_of_the_reference_ships_for_both_generators():
    found = profiles.load(SHIPPED)
    kgw = {(one.settings["rule"], one.settings.get("generator", "cpu")) for one in found if one.scheme == "kgw"}
    rules = {"left", "self", "minhash", "skipgram", "markllm", "three_bricks"}
    assert kgw == {(rule, generator) for rule in rules for generator in ("cpu", "cuda")}
    assert {one.scheme for one in found} == set(profiles.SCHEMES)
    assert {one.settings.get("hash") for one in found if one.scheme == "synthid"} == {"transformers", "deepmind"}
    assert {one.settings.get("weighted", True) for one in found if one.scheme == "synthid"} == {True, False}


def test_every_public_key_names_its_source_and_a_permutation_test_is_never_quick():
    for one in tomllib.loads(SHIPPED.read_text("utf-8"))["profile"]:
        assert len(one["source"]) > 10
    assert [one.id for one in profiles.load(SHIPPED) if one.is_ring and one.quick] == []


@pytest.mark.parametrize(
    ("scheme", "given", "told"),
    [
        ("kgw", {"rule": "left", "key": 1, "width": 0}, "width is 0; expected 1 or more"),
        ("kgw", {"rule": "minhash", "key": 1 << 63}, "expected -2^63 to 2^63 - 1"),
        ("unigram", {"key": (1 << 64) - 1}, "expected -2^63 to 2^63 - 1"),
        ("gumbel", {"key": 1, "width": 0}, "width is 0"),
        ("dipmark", {"key": 1, "width": 0}, "width is 0"),
        ("synthid", {"keys": [1], "width": 0}, "width is 0"),
        ("synthid", {"keys": [1], "table_seed": "0"}, "table_seed is no whole number"),
        ("vllm-gumbel", {"key": -5}, "expected 0 to 2^64 - 1"),
        ("vllm-gumbel", {"key": 5, "alpha": 1.0}, "alpha is 1.0; expected a weight above 0 and below 1"),
        ("vllm-sbw", {"key": -5}, "expected 0 to 2^64 - 1"),
        ("exp-edit", {"key": 5, "length": 0}, "length is 0; expected 1 to 16384"),
        ("its-edit", {"seed": 5, "length": -3}, "length is -3; expected 1 to 16384"),
        ("kgw", {"key": 1, "gamma": "0.5"}, "gamma is '0.5'; expected a number"),
    ],
)
def test_a_setting_that_no_text_can_be_tried_with_is_refused(scheme, given, told):
    with pytest.raises(ValueError, match="profile mine") as error:
        profiles.read([table(scheme=scheme, settings=given)], "here")
    assert told in str(error.value)


def _extremes():
    """Every scheme and rule with keys, widths and shares at and beyond their ends."""
    keys = (0, 1, -1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, -(1 << 63))
    for scheme in profiles.SCHEMES:
        known = profiles.settings_of(scheme)
        choices = {name: profiles._CHOICES.get(f"{scheme}.{name}", (None,)) for name in ("rule", "hash", "generator")}
        for key, width, gamma, rule, hash_, generator in itertools.product(
            keys, (None, 0, 1, 32), (None, 1e-9, 1 - 1e-9), *choices.values()
        ):
            given = {"width": width, "gamma": gamma, "rule": rule, "hash": hash_, "generator": generator}
            given |= {"keys": [key, 1]} if "keys" in known else {"seed" if "seed" in known else "key": key}
            if all(value is None or name in known for name, value in given.items()):
                yield scheme, {name: value for name, value in given.items() if value is not None}


def test_every_setting_that_is_accepted_can_be_tried_on_a_text():
    ids, accepted = np.random.default_rng(1).integers(0, 320, 60), Counter()
    for scheme, given in _extremes():
        try:
            (profile,) = profiles.read([table(scheme=scheme, settings=given)], "here")
        except ValueError:
            continue
        accepted[scheme] += 1
        with np.errstate(all="raise", under="ignore"):
            if profile.is_ring:
                assert 0 < profile.test(ids, 300, 1).p <= 1
            else:
                scored = profile.score(ids, 300)
                assert best(scored).log_p <= 0 if len(scored.values) else True
    assert set(accepted) == set(profiles.SCHEMES)


@pytest.mark.parametrize(
    ("scheme", "rule", "wanted"),
    [
        ("kgw", None, ("left", 1, 0.25)),
        ("kgw", "self", ("self", 3, 0.25)),
        ("kgw", "minhash", ("minhash", 4, 0.25)),
        ("kgw", "skipgram", ("skipgram", 5, 0.25)),
        ("kgw", "markllm", ("markllm", 1, 0.5)),
        ("kgw", "three_bricks", ("three_bricks", 4, 0.5)),
        ("vllm-sbw", None, ("selfhash", 4, 0.5)),
        ("vllm-sbw", "lefthash", ("lefthash", 1, 0.5)),
        ("gumbel", None, ("markllm", 4, None)),
    ],
)
def test_a_scheme_and_a_key_are_enough_and_the_rest_is_as_in_the_rules_software(scheme, rule, wanted):
    given = {"key": SECRET} | ({"rule": rule} if rule else {})
    (profile,) = profiles.read([table(scheme=scheme, settings=given)], "here")
    found = profile.configured(50257)
    assert (found.rule, found.width, getattr(found, "gamma", None)) == wanted


def test_the_defaults_of_a_rule_are_those_of_its_public_profile():
    shipped = {one["id"]: one for one in tomllib.loads(SHIPPED.read_text("utf-8"))["profile"]}
    names = [
        "kgw-transformers", "kgw-lm-self", "kgw-lm-minhash", "kgw-lm-skipgram", "kgw-markllm", "kgw-three-bricks",
        "exp-markllm", "gumbel-three-bricks", "vllm-sbw-self", "vllm-sbw-left",
    ]  # fmt: skip
    for one in map(shipped.__getitem__, names):
        short = {name: one["settings"][name] for name in ("key", "rule")}
        (full,), (few,) = (
            profiles.read([table(scheme=one["scheme"], settings=s)], "") for s in (one["settings"], short)
        )
        assert few.configured(300) == full.configured(300), one["id"]


def test_texts_do_not_share_the_sequences_that_they_are_compared_with():
    ring = {"id": "ring", "scheme": "exp-edit", "source": "a test", "settings": {"key": 1, "length": 8}}
    (profile,) = profiles.read([ring], "here")
    chance = np.random.default_rng(5)
    found = []
    for key in range(300):
        (keyed,) = profiles.read([{**ring, "settings": {**ring["settings"], "key": key}}], "here")
        # Six different tokens each, so that the same sequences would cost all of them the same.
        found.append(keyed.test(chance.choice(40, 6, replace=False), 40, 49).p)
    assert stats.kstest(found, "uniform", alternative="greater").pvalue > 0.01
    ids = np.arange(6)
    assert profile.test(ids, 40, 49) == profile.test(ids, 40, 49)

import lzma
import math

import numpy as np
import pytest

from originlens_watermark import exp_edit
from originlens_watermark.detect import RUNS, detect
from originlens_watermark.profiles import load
from originlens_watermark.tokenizer import SUFFIX, Reader
from tests.plugins.originlens_watermark.tiny import PROFILES, WORDS, marked, plain, tokenizer


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "profiles.toml").write_text(PROFILES)
    (folder / f"words{SUFFIX}").write_bytes(lzma.compress(tokenizer().to_str().encode()))
    profiles = {one.id: one for one in load(folder / "profiles.toml")}
    reader = Reader("words", folder / f"words{SUFFIX}", (400,), (512,))

    def run(text, *names, **options):
        return detect(text, [profiles[name] for name in names], [reader], 1e-3, **options)

    return run


def test_a_marked_passage_is_found_between_its_ends(found):
    before, inside, after = plain(150, 1), marked(120), plain(150, 2)
    best = found(f"{before} {inside} {after}", "left", "slow")[0]
    assert (best.profile.id, best.vocabulary) == ("left", 400)
    assert best.p_value < 1e-12
    ((start, end),) = best.spans
    assert abs(start - len(before)) <= 15 * 4  # a word is four characters
    assert abs(end - len(before) - len(inside)) <= 15 * 4
    assert best.mean > 0.4 > best.chance


def test_a_plain_text_is_not_marked(found):
    tried = found(plain(300), "left", "left-half", "slow")
    assert tried[0].log_p > math.log(1e-3)
    assert all(one.spans == () for one in tried)


def test_a_p_value_pays_for_all_that_was_tried(found):
    text = marked(60)
    (alone,) = found(text, "left", thorough=False)
    best, *others = found(text, "left", "left-half", "slow")
    assert len(others) == 5  # three keys at two widths
    assert best.log_p == pytest.approx(alone.log_p + math.log(4))  # two usual ones share half, four others the rest
    assert best.found[0].log_p == pytest.approx(best.log_p)


def test_a_width_that_is_rarer_is_tried_when_thorough(found):
    assert {one.vocabulary for one in found(plain(40), "left")} == {400, 512}
    assert {one.vocabulary for one in found(plain(40), "left", thorough=False)} == {400}


def test_threads_change_nothing(found):
    text = marked(80)
    assert found(text, "left", "slow") == found(text, "left", "slow", threads=2)


def test_a_permutation_test_states_its_floor(found):
    one = next(one for one in found(plain(30), "ring", "left", "left-half", "slow") if one.profile.id == "ring")
    assert one.floor == 1 / (RUNS + 1)
    assert one.log_p >= math.log(one.floor)
    assert math.isnan(one.mean)
    assert one.spans == ()


@pytest.mark.parametrize("text", ["", " ", "babba"])
def test_next_to_no_text_is_no_error(found, text):
    assert all(one.log_p == 0 for one in found(text, "left", "slow"))
    assert found(text, "ring")[0].p_value > 0.05


def test_a_mark_under_look_alikes_and_invisible_characters_is_found_where_it_stands(found):
    plain_part, inside = plain(60, 3), marked(90)
    text = f"{plain_part} {inside}".replace(" b", " \u200bb").replace("a", "\u0430")
    best = found(text, "left", letters={"\u0430": "a"})[0]
    assert best.log_p < found(text, "left")[0].log_p - 30
    ((start, end),) = best.spans
    assert abs(start - text.index("\u200b", len(plain_part))) < 100
    assert end > len(text) - 30


def test_a_p_value_pays_for_the_copies_of_a_text(found):
    text = marked(60)
    (plain_one,) = found(text, "left", thorough=False)
    (hidden,) = found(text + "\u200b", "left", thorough=False)
    assert hidden.log_p == pytest.approx(plain_one.log_p + math.log(2))


def test_of_those_that_are_not_marked_the_least_likely_before_the_correction_comes_first(found):
    tried = found(marked(2), "left-half", "left", thorough=False)  # one green token: 0.52 and 0.27, twice
    assert [one.profile.id for one in tried] == ["left", "left-half"]
    tried = found(marked(2), "left-half", "left")
    assert {one.log_p for one in tried} == {0.0}
    assert (tried[0].profile.id, tried[0].vocabulary) == ("left", 400)


def test_a_permutation_test_that_is_tried_alone_can_find_its_mark(found):
    """999 sequences have a floor of 0.001, above which a corrected p-value would stay for two configurations."""
    rows = exp_edit.columns(exp_edit.Settings(5, 400, length=32), np.arange(400))
    text = " ".join(WORDS[i] for i in rows.argmax(1).tolist())
    one = found(text, "ring")[0]
    assert one.floor < 0.0005
    assert one.p_value <= 1e-3
    ((start, end),) = one.spans
    assert (start, end) == (0, len(text))
    assert found(plain(32), "ring")[0].p_value > 0.05

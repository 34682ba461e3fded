"""The parts of the recipe that decide what the calibration and the card say; made-up scores, no model."""

import random
import sys

import pytest

from originlens import bundles
from originlens.contract import FAMILIES

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import calibrate, texts
from recipe.score import Scored

SENTENCES = [f"This is the {n} of our short and plain sentences here." for n in range(60)]


def scored(name, statistic, *, role="calibrate", half="a", domain="news", family=None, said=0, words=50):
    block = texts.Block(name, name, "", role, half, "s", domain, family, None, False)
    logits = tuple(4.0 if i == said else 0.0 for i in range(len(FAMILIES)))
    return Scored(block, (statistic,), (words,), (logits,))


@pytest.mark.parametrize("length", [36, 76, 200])
def test_a_block_is_whole_sentences_of_about_the_length_asked(length):
    piece = texts.cut(" ".join(SENTENCES), length, random.Random(1))
    assert abs(len(texts.words(piece)) - length) <= 6
    assert piece.endswith(".")
    assert piece.startswith("This is the")


def test_a_short_document_is_kept_whole():
    assert texts.cut(SENTENCES[0], 200, random.Random(1)) == SENTENCES[0]


def test_bands_are_half_open():
    assert [texts.band(n) for n in (29, 30, 44, 45, 5000)] == [None, 0, 0, 1, 5]


def test_the_curve_counts_human_blocks_exactly():
    human = [scored(f"h{i}", i / 10) for i in range(50)] + [scored("o", 0.0, role="offset")]
    made = calibrate.calibrate(human, "made up", "2026-01-01")
    for top in (0, 1, 7, 50):
        p = made.calibrate([(50 - top) / 10], [50], "en", 0.1)
        assert p.block == pytest.approx((1 + top) / 51)


def test_learners_have_a_curve_of_their_own_and_the_larger_p_counts():
    human = [scored(f"h{i}", -5.0) for i in range(99)] + [scored("o", 0.0, role="offset")]
    learners = [scored(f"l{i}", 2.0, domain=texts.LEARNERS) for i in range(99)]
    made = calibrate.calibrate([*human, *learners], "made up", "2026-01-01")
    assert {curve.group for curve in made.curves} == {"learner", "other"}
    assert made.calibrate([1.0], [50], "en", 0.01).block == 1.0


def test_a_family_is_named_only_where_it_is_right_nine_times_in_ten():
    right = [(scored(f"r{i}", 9.0, family="google", said=FAMILIES.index("google")), [0]) for i in range(80)]
    wrong = [(scored(f"w{i}", 9.0, family="meta", said=FAMILIES.index("google")), [0]) for i in range(80)]
    rule = calibrate.family_rule(right)
    assert calibrate.named(right[0][0], [0], rule.temperature)[1] >= rule.least_probability
    assert calibrate.family_rule(wrong) is None
    assert calibrate.family_rule(right[:10]) is None

"""The cheap detectors beside the encoder: what their features see, that they learn, and what the figures count."""

import json
import sys

import numpy as np
import pytest

from originlens import bundles

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import cascade, cheap, linear, ngrams
from recipe.sample import Document
from recipe.style import style

from originlens_classifier.ngrams import BITS, places

PLAIN = "The cat sat on the mat and looked out of the window. It saw a dog, then nothing at all."


def test_a_word_has_one_place_wherever_it_stands():
    assert set(cheap.any_order("one two three")) == set(cheap.any_order("three, two; one."))
    assert len(cheap.any_order("one two three one")) == 3
    assert set(places("one two", (), (2,))[0]) != set(places("two one", (), (2,))[0])


def test_words_of_any_script_and_no_words_at_all_are_read():
    assert len(cheap.any_order("naïve наука 言葉")) == 3
    assert len(cheap.any_order("... !!!")) == 0
    assert linear.logit(np.ones(1 << BITS, np.float32), 0.5, cheap.any_order("")) == 0.5


def test_what_a_text_is_about_has_no_function_words():
    assert set(cheap.content("the cat and the dog")) == set(cheap.any_order("cat dog"))


def test_style_does_not_see_what_a_text_is_about():
    assert style("The cat sat, then left.").tolist() == style("The dog lay, then rose.").tolist()
    assert style("").shape == style(PLAIN).shape
    assert np.isfinite(style("")).all()


def documents():
    human = [
        Document(f"Honestly the bus was late again, number {n}, so I walked home. " * 6, False, -1, 1) for n in range(9)
    ]
    llm = [Document(f"Moreover, a tapestry of nuance {n} underscores the journey. " * 6, True, -1, 1) for n in range(9)]
    return human + llm


def test_every_detector_learns_and_the_seed_decides():
    texts, is_llm = cheap.crops(documents(), 7, 300)
    trained = cheap.train(texts, is_llm, 7)
    assert next(iter(trained)) == "n-grams"
    for one in trained.values():
        assert one.score("Moreover, the tapestry underscores a journey.") > one.score(
            "Honestly I walked home, the bus was late."
        )
    again = cheap.train(*cheap.crops(documents(), 7, 300), 7)
    assert again["n-grams"].score(PLAIN) == trained["n-grams"].score(PLAIN)


def test_a_dense_regression_finds_the_odds():
    rng = np.random.default_rng(1)
    x = rng.normal(5, 3, (4000, 2))
    is_llm = (rng.random(4000) < 1 / (1 + np.exp(-(2 * (x[:, 0] - 5))))).astype(float)
    weights = linear.dense(x, is_llm)
    assert weights[0] == pytest.approx(2, abs=0.25)
    assert weights[1] == pytest.approx(0, abs=0.1)
    assert weights[2] == pytest.approx(-10, abs=1.2)


def made_up(encoder_of_llm, cheap_of_llm):
    """Passages to fit and to judge; human scores are standard normal in both detectors."""
    rng = np.random.default_rng(3)
    passages, scores = [], []
    for fitted, human in ((True, "scan"), (False, "judge")):
        for n in range(1000):
            passages.append(cascade.Passage(f"h{fitted}{n}", "", human, fitted, "s", float(rng.normal())))
            scores.append(rng.normal())
        for n in range(400):
            role, source = ("attack", "s") if n % 2 else ("llm", cascade.REWRITES)
            passages.append(
                cascade.Passage(f"g{fitted}{n}", "", role, fitted, source, float(rng.normal(encoder_of_llm)))
            )
            scores.append(rng.normal(cheap_of_llm))
    return passages, np.array(scores)


def test_a_second_independent_sign_adds_and_noise_does_not():
    passages, scores = made_up(2, 2)
    figures = cascade.judge(passages, {"sign": scores}, set())["cheap"]["sign"]
    assert figures["weight"] > 0
    assert figures["gain"]["0.01"][1] > 0.1
    assert figures["sum"]["all"]["auroc"] > figures["alone"]["all"]["auroc"] + 0.03
    noisy, noise = made_up(2, 0)
    assert cascade.judge(noisy, {"noise": noise}, set())["cheap"]["noise"]["gain"]["0.01"][0] < 0.02


def test_figures_count_what_is_not_fitted_alone_and_by_kind():
    passages, scores = made_up(2, 2)
    figures = cascade.judge(passages, {"sign": scores}, {"s"})
    assert figures["human"] == 1000
    assert figures["llm"] == {"attacked": 200, "rewrites": 200}
    flipped = [p if not p.fitted else cascade.Passage(p.document, "", p.role, True, "s", -9.0) for p in passages]
    assert cascade.judge(flipped, {"sign": scores}, {"s"})["encoder"] == figures["encoder"]


def test_the_cascade_lets_go_what_is_far_below_and_little_else():
    passages, scores = made_up(6, 6)
    lets_go = cascade.judge(passages, {"sign": scores}, set())["cheap"]["sign"]["cascade"]
    assert lets_go["skipped_human"] > 0.95
    assert lets_go["lost"]["all"] < 0.03
    assert lets_go["skipped_as"] < 0.1  # most human passages, whose mean is about 0
    passages, scores = made_up(6, 0)
    assert cascade.judge(passages, {"noise": scores}, set())["cheap"]["noise"]["cascade"]["skipped_human"] < 0.03


def test_the_section_tells_the_figures():
    passages, scores = made_up(2, 2)
    figures = cascade.judge(passages, {"n-grams": scores}, set()) | {"crops": 300, "bytes": 2e6, "times_as_fast": 41.3}
    told = ngrams.section(json.loads(json.dumps(figures)))
    assert "41 times as fast" in told
    assert "| encoder + n-grams |" in told
    assert f"{figures['cheap']['n-grams']['cascade']['skipped_human']:.0%} of the human" in told

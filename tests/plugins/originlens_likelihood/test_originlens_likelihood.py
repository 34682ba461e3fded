import numpy as np
import pytest

import originlens_likelihood
from originlens import bundles
from originlens.contract import Abstention, BundleNeeded, Passage, Score
from originlens_likelihood.statistics import STATISTICS
from tests.plugins.originlens_likelihood import naive
from tests.plugins.originlens_likelihood.tiny_bundle import WORDS, write_tiny_bundle


@pytest.fixture
def opened(tmp_path):
    """Opens the tiny bundle with the lines given for its [options]."""

    def with_options(*options):
        folder = write_tiny_bundle(tmp_path / f"tiny-{len(list(tmp_path.iterdir()))}", *options)
        return originlens_likelihood.open(bundles.load(folder, device="cpu", threads=1))

    return with_options


def readings(detector, *texts):
    return detector.read([detector.prepare(Passage(text, "en", len(text.split()))) for text in texts])


def test_without_a_bundle_it_asks_for_one():
    with pytest.raises(BundleNeeded):
        originlens_likelihood.open(None)


def test_it_declares_what_the_manifest_says(opened):
    about = opened().about
    assert (about.name, about.version, about.kind, about.scope) == ("tiny-0", "3", "statistical", "passage")
    assert (about.languages, about.least_words, about.max_tokens) == ({"en"}, 2, 64)


@pytest.mark.parametrize("name", STATISTICS)
def test_a_score_is_the_named_statistic_of_what_the_model_says(opened, name):
    detector = opened(f'statistic = "{name}"')
    item = detector.prepare(Passage("w3 w1 w4 w1 w5 w9", "en", 6))
    logits = detector._session.run({"ids": item.data[None]})[0][0]
    (score,) = detector.read([item])
    assert score.statistic == pytest.approx(naive.of_text(logits[:-1], item.data[1:])[name], abs=0.0006)


def test_the_first_token_only_sets_the_scene(opened):
    detector = opened()
    item = detector.prepare(Passage("w3 w1", "en", 2))
    assert item.data.tolist() == [0, 5, 3]
    assert item.tokens == 3
    assert len(detector.tokens(item.data).log_p) == 2


def test_low_turns_the_score_round(opened):
    (high,), (low,) = (readings(opened(f'llm_is = "{side}"'), "w3 w1 w4") for side in ("high", "low"))
    assert high.statistic == -low.statistic != 0


def test_a_score_does_not_depend_on_its_batch_and_is_rounded(opened):
    texts = [" ".join(WORDS[: n + 2]) for n in range(20)]
    detector = opened()
    together = readings(detector, *texts)
    assert together == [readings(detector, text)[0] for text in reversed(texts)][::-1]
    assert len({score.statistic for score in together}) > 10
    assert all(score.statistic == round(score.statistic, 3) for score in together)


def test_long_passages_are_cut_at_max_tokens_and_by_nothing_else(opened):
    detector = opened()
    assert detector.prepare(Passage(" ".join(WORDS * 4), "en", 120)).tokens == 64
    assert detector.prepare(Passage(" ".join(WORDS), "en", 30)).tokens == 31


def test_it_abstains_where_there_is_nothing_to_judge_by(opened):
    detector = opened('statistic = "lrr"')
    (empty,) = readings(detector, "")
    assert isinstance(empty, Abstention)
    foreseen = np.argmax(detector._session.run({"ids": np.zeros((1, 1), np.int64)})[0][0, 0])
    assert foreseen >= 2, "the tiny model's first guess is a word"
    (certain,) = readings(detector, WORDS[foreseen - 2])
    assert isinstance(certain, Abstention)


def test_odd_texts_do_not_break_it(opened):
    found = readings(opened(), "\ud800 w1", "\x00 w2", "w1 " * 5000)
    assert all(isinstance(reading, Score) for reading in found)
    assert opened().read([]) == []


def test_a_model_with_a_mask_and_positions_is_given_both(opened):
    detector = opened()
    given = {}
    detector._options = originlens_likelihood.Options()
    detector._session = type(
        "Session", (), {"run": lambda self, inputs: given.update(inputs) or [np.zeros((1, 3, 4))]}
    )()
    detector.tokens(np.array([1, 2, 3]))
    assert {name: value.tolist() for name, value in given.items()} == {
        "input_ids": [[1, 2, 3]], "attention_mask": [[1, 1, 1]], "position_ids": [[0, 1, 2]],
    }  # fmt: skip

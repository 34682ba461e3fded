from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

import originlens_classifier
from originlens.contract import BundleNeeded, Passage, Score
from originlens.runtime import OrtSession
from originlens_classifier import log_odds
from originlens_classifier.ngrams import places

WORDS = [f"w{i}" for i in range(30)]


@dataclass
class TinyBundle:
    folder: Path
    options: dict = field(default_factory=dict)
    name: str = "tiny"
    version: str = "3"
    languages: frozenset = frozenset({"en"})
    least_words: int = 2
    max_tokens: int = 0

    def path(self, file):
        return self.folder / file

    def session(self):
        return OrtSession({"fp32": Path(__file__).with_name("tiny.onnx")}, "cpu", 1)


@pytest.fixture
def bundle(tmp_path):
    tokenizer = Tokenizer(
        models.WordLevel({"[PAD]": 0, "[UNK]": 1, **{w: i + 2 for i, w in enumerate(WORDS)}}, "[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_padding()
    tokenizer.enable_truncation(3)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return TinyBundle(tmp_path, {"ids": "ids", "mask": "mask", "families": 1})


def scores(bundle, *texts):
    detector = originlens_classifier.open(bundle)
    return detector.read([detector.prepare(Passage(text, "en", len(text.split()))) for text in texts])


def test_without_a_bundle_it_asks_for_one():
    with pytest.raises(BundleNeeded):
        originlens_classifier.open(None)


def test_it_declares_what_the_manifest_says(bundle):
    about = originlens_classifier.open(bundle).about
    assert (about.name, about.version, about.kind, about.scope) == ("tiny", "3", "statistical", "passage")
    assert (about.languages, about.least_words) == ({"en"}, 2)


def test_a_score_does_not_depend_on_its_batch(bundle):
    texts = [" ".join(WORDS[: n + 1]) for n in range(20)]
    together = scores(bundle, *texts)
    assert together == [scores(bundle, text)[0] for text in texts]
    assert len({score.statistic for score in together}) > 10


def test_the_tokenizers_own_padding_and_truncation_are_off(bundle):
    detector = originlens_classifier.open(bundle)
    assert detector.prepare(Passage(" ".join(WORDS), "en", 30)).tokens == 30


def test_long_passages_are_cut_at_max_tokens(bundle):
    whole = scores(bundle, " ".join(WORDS[:5]))
    bundle.max_tokens = 5
    assert scores(bundle, " ".join(WORDS)) == whole


def test_the_other_class_gives_the_opposite_score(bundle):
    (one,) = scores(bundle, "w1 w2 w3")
    bundle.options["llm_class"] = 0
    (other,) = scores(bundle, "w1 w2 w3")
    assert one.statistic == pytest.approx(-other.statistic)
    assert one.statistic == round(one.statistic, 3) != 0


def test_families_are_given_only_where_the_bundle_has_them(bundle):
    (score,) = scores(bundle, "w1 w2 w3")
    assert score.families is not None
    assert len(score.families) == 9
    del bundle.options["families"]
    assert scores(bundle, "w1 w2 w3") == [Score(score.statistic, None)]


def test_a_families_output_of_another_width_is_refused(bundle):
    bundle.options["families"] = 0
    with pytest.raises(ValueError, match="9"):
        scores(bundle, "w1")


def test_odd_texts_do_not_break_it(bundle):
    assert len(scores(bundle, "\ud800 w1", "\x00", "w1 " * 5000)) == 3
    assert originlens_classifier.open(bundle).read([]) == []


def test_log_odds_of_several_classes():
    logits = np.log(np.array([[0.2, 0.5, 0.3]]))
    assert log_odds(logits, 1) == pytest.approx([0.0])
    assert log_odds(np.array([[1.5]]), 1) == pytest.approx([1.5])
    with pytest.raises(ValueError, match="llm_class"):
        log_odds(logits, 3)


class TokenIds:
    """A session whose logit for a token is its id, beside families."""

    def run(self, inputs):
        ids = inputs["ids"]
        return [ids.astype(np.float32), np.zeros((len(ids), 9), np.float32)]


@pytest.fixture
def by_token(bundle, monkeypatch):
    monkeypatch.setattr(bundle, "session", TokenIds, raising=False)
    bundle.options["per_token"] = True
    return bundle


def read(bundle, *passages):
    detector = originlens_classifier.open(bundle)
    return detector.read([detector.prepare(passage) for passage in passages])


def test_a_logit_for_each_token_gives_a_statistic_for_each_sentence(by_token):
    long = Passage("w0 w1 w2. w10 w20", "en", 5, ((0, 9), (10, 17)))  # ids 2 3 4 1 and 12 22
    short = Passage("w8", "en", 1, ((0, 2),))
    first, second = read(by_token, long, short)
    assert first.sentences == (2.5, 17.0)
    assert first.statistic == pytest.approx((10 + 34) / 6, abs=0.001)
    assert (second.statistic, second.sentences) == (10.0, (10.0,))
    assert first.families == (0.0,) * 9


def test_a_sentence_beyond_max_tokens_is_told_as_the_passage_is(by_token):
    by_token.max_tokens = 2
    (score,) = read(by_token, Passage("w0 w2 w4", "en", 3, ((0, 5), (6, 8))))
    assert (score.statistic, score.sentences) == (3.0, (3.0, 3.0))


def test_special_tokens_belong_to_no_sentence(by_token):
    path = by_token.path("tokenizer.json")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.post_processor = processors.TemplateProcessing("w29 $A w29", special_tokens=[("w29", 31)])
    tokenizer.save(str(path))
    (score,) = read(by_token, Passage("w0 w2", "en", 2, ((0, 2), (3, 5))))
    assert (score.statistic, score.sentences) == (3.0, (2.0, 4.0))


def test_a_passage_without_sentences_has_only_its_own_statistic(by_token):
    assert read(by_token, Passage("w0 w2", "en", 2)) == [Score(3.0, (0.0,) * 9)]


def with_ngrams(bundle, weight=0.0, **options):
    """The bundle with n-grams that all weigh the same, so that they add 40 times `weight` to everything."""
    np.save(bundle.folder / "ngrams.npy", np.full(1 << 20, weight, np.float16))
    bundle.options |= {"ngrams": "ngrams.npy", **options}
    return bundle


def test_ngrams_are_added_to_the_passage_and_to_each_sentence(by_token):
    asked = Passage("w0 w2. w4", "en", 3, ((0, 6), (7, 9)))
    (alone,) = read(by_token, asked)
    (both,) = read(with_ngrams(by_token, 0.125), asked)
    assert both.statistic == pytest.approx(alone.statistic + 5, abs=0.001)
    assert both.sentences == pytest.approx([s + 5 for s in alone.sentences])
    assert both.families == alone.families


def test_ngrams_are_added_to_a_model_that_knows_no_sentences(bundle):
    (alone,) = scores(bundle, "w1 w2")
    (both,) = scores(with_ngrams(bundle, 0.125), "w1 w2")
    assert both.statistic == pytest.approx(alone.statistic + 5, abs=0.001)


def test_what_the_ngrams_are_sure_of_is_not_asked_and_costs_one_token(by_token, monkeypatch):
    bundle = with_ngrams(by_token, -0.125, skip_below=-4, skipped_as=-2.5)
    monkeypatch.setattr(TokenIds, "run", lambda *_: pytest.fail("the model was asked"))
    detector = originlens_classifier.open(bundle)
    item = detector.prepare(Passage("w0 w2. w4", "en", 3, ((0, 6), (7, 9))))
    assert item.tokens == 1
    assert detector.read([item]) == [Score(-7.5, None, (-7.5, -7.5))]


def test_asked_and_not_asked_in_one_batch_keep_their_order(by_token):
    bundle = with_ngrams(by_token)
    made = np.zeros(1 << 20, np.float16)
    made[places("qqqq zzzz")[0]] = -1
    np.save(bundle.folder / "ngrams.npy", made)
    bundle.options |= {"skip_below": -10.0, "skipped_as": -1.0}
    sure, unsure = Passage("qqqq zzzz", "en", 2), Passage("w5", "en", 1)
    found = read(bundle, unsure, sure, unsure)
    assert [score.statistic for score in found] == [7.0, -41.0, 7.0]
    assert [score.families is None for score in found] == [False, True, False]

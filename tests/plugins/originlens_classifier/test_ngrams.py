import numpy as np
import pytest

from originlens_classifier.ngrams import BITS, UNIT, NGrams, places

PLAIN = "The cat sat on the mat and looked out of the window. It saw a dog, then nothing at all."


def shared(first, second):
    return len(np.intersect1d(first, second)) / len(np.unique(first))


def weights(**of_texts):
    """Weights that are zero but for the n-grams of these texts."""
    made = np.zeros(1 << BITS, np.float32)
    for text, weight in of_texts.items():
        made[places(text)[0]] = weight
    return NGrams(made)


def test_every_ngram_has_a_place_and_where_it_begins():
    found, starts = places("ab cd")
    padded = len(" ab cd ")
    assert len(found) == len(starts) == sum(padded - n + 1 for n in (2, 3, 4, 5)) + 2 + 1  # two words, one pair
    assert found.min() >= 0
    assert found.max() < 1 << BITS
    assert starts[:6].tolist() == [0, 1, 2, 3, 4, 5]  # pairs of characters, the padding first
    assert starts[-3:].tolist() == [1, 4, 1]  # "ab", "cd", "ab cd"


def test_case_does_not_count_and_one_other_letter_changes_only_what_holds_it():
    assert places("The CAT sat")[0].tolist() == places("the cat sat")[0].tolist()
    assert 0.7 < shared(places(PLAIN)[0], places(PLAIN.replace("window", "windaw"))[0]) < 1


def test_a_text_longer_than_any_passage_is_read_in_part():
    assert len(places("word " * 5000)[0]) < 5 * 4096


def test_a_passage_has_the_mean_weight_of_its_distinct_ngrams():
    assert weights(aaaa=1.0).read("aaaa").passage == UNIT
    assert weights(aaaa=1.0).read("aaaa " * 9).passage > UNIT / 3  # what repeats counts once
    assert weights().read(PLAIN).passage == 0


def test_a_sentence_has_what_begins_in_it():
    text = "xyzzy plugh. quite another"
    read = weights(xyzzy=1.0).read(text, ((0, 12), (13, 26)))
    assert read.sentences[0] > UNIT / 4
    assert abs(read.sentences[1]) < 0.01 * UNIT + read.sentences[0] / 10
    assert min(read.sentences) < read.passage < max(read.sentences)


def test_a_capital_that_grows_when_lower_cased_moves_nothing():
    text = "\u0130\u0130\u0130\u0130. xyzzy plugh"
    read = weights(xyzzy=1.0).read(text, ((0, 5), (6, 17)))
    assert read.sentences[0] < read.sentences[1]


def test_a_sentence_beyond_what_is_read_is_told_as_the_passage_is():
    text = "word " * 1000 + "end"
    read = weights(word=1.0).read(text, ((0, 4999), (5000, 5003)))
    assert read.sentences[1] == read.passage


def test_no_text_and_odd_text_are_read():
    for text in ("", "\x00", "\ud800 a", "\U0001f600" * 50):
        assert np.isfinite(weights(a=1.0).read(text).passage)


def test_weights_of_another_length_are_refused():
    with pytest.raises(ValueError, match="1048576"):
        NGrams(np.zeros(5))

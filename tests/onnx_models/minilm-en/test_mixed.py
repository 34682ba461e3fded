"""Mixed documents: how they are made, and how what was shown is compared with what was put in."""

import random
import sys

import pytest

from originlens import bundles

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import spans, splice

HOST = "\u201cOne,\u201d he said. Two came after it. \n\nThree was late. Four never came at all."
PASSAGE = "This was put in. It has two sentences."


@pytest.mark.parametrize("seed", range(8))
def test_the_passage_lies_between_two_sentences_of_the_host(seed):
    text, start, end = splice.splice(HOST, PASSAGE, random.Random(seed))
    assert text[start:end] == PASSAGE
    before, after = text[:start].strip(), text[end:].strip()
    assert before
    assert after
    assert before.endswith(".")
    assert HOST.startswith(before)
    assert HOST.endswith(after)
    assert len(before) + len(after) >= len(HOST) - 4  # nothing but spaces is lost


def test_a_host_of_one_sentence_cannot_hold_a_passage():
    with pytest.raises(ValueError, match="1 sentences"):
        splice.splice("Only one sentence here.", PASSAGE, random.Random(1))


def test_hosts_are_human_and_not_in_the_calibration():
    rows = [
        {"id": str(i), "label": label, "source": "s", "domain": "news", "text": "word " * words}
        for i in range(40) for label in ("human", "llm") for words in (20, 200, 2000)
    ]  # fmt: skip
    hosts = [row for row in rows if splice.is_host(row)]
    assert hosts
    assert {row["label"] for row in hosts} == {"human"}
    assert {splice.half_of(row) for row in hosts} == {"b"}
    assert {len(row["text"].split()) for row in hosts} == {200}


TEXT = "aa bb. cc dd. ee ff. gg hh."
SENTENCES = [(0, 6), (7, 13), (14, 20), (21, 27)]


def test_what_is_shown_exactly_scores_one():
    found = spans.match(TEXT, [(7, 20)], (7, 20), SENTENCES)
    assert (found.both, found.shown, found.true, found.hit, found.boundaries) == (4, 4, 4, True, (0, 0))
    assert spans.word_f1([found]) == spans.passage_f1([found]) == 1.0


def test_boundaries_are_counted_in_sentences():
    assert spans.match(TEXT, [(0, 27)], (7, 20), SENTENCES).boundaries == (1, 1)
    assert spans.match(TEXT, [(7, 13)], (7, 20), SENTENCES).boundaries == (0, 1)
    assert spans.match(TEXT, [(0, 6)], (7, 20), SENTENCES).boundaries == ()


def test_nothing_shown_is_a_miss():
    found = spans.match(TEXT, [], (7, 20), SENTENCES)
    assert (found.both, found.shown, found.hit, found.boundaries) == (0, 0, False, ())
    assert spans.word_f1([found]) == spans.passage_f1([found]) == 0.0


def test_a_false_passage_costs_both_measures():
    found = spans.match(TEXT, [(0, 6), (7, 20)], (7, 20), SENTENCES)
    assert spans.word_f1([found]) == pytest.approx(2 * 4 / (6 + 4))
    assert spans.passage_f1([found]) == pytest.approx(2 / 3)


def test_a_passage_hits_from_half_of_the_words_that_either_covers():
    assert spans.match(TEXT, [(7, 13)], (7, 20), SENTENCES).hit  # 2 of 4 words
    assert not spans.match(TEXT, [(7, 13)], (7, 27), SENTENCES).hit  # 2 of 6

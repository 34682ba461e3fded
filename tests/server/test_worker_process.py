import numpy as np
import pytest

from originlens.contract import FAMILIES, About, Abstention, Document, Mark, Marks, Passage, Score
from originlens.worker_process import checked_about, checked_readings

PASSAGE = Passage("four", "en", 1, ((0, 4),))
DOCUMENT = Document(("one", "three"))


def test_plain_values_are_made_of_whatever_counts_as_a_number():
    (score,) = checked_readings([Score(np.float32(0.5), tuple(np.zeros(len(FAMILIES), np.float32)))], [PASSAGE])
    assert score == Score(0.5, (0.0,) * len(FAMILIES))
    assert {type(value) for value in (score.statistic, *score.families)} == {float}


def test_a_statistic_for_each_sentence_crosses_over():
    assert checked_readings([Score(1.0, None, (np.float32(2.0),))], [PASSAGE]) == [Score(1.0, None, (2.0,))]


def test_a_span_may_reach_the_end_of_its_block():
    marks = Marks((Mark("a", "weak", ((0, 5),), block=1),))
    assert checked_readings((marks,), [DOCUMENT]) == [marks]
    mention = Marks((Mark("a", "none", ((0, 5),), block=1),))
    assert checked_readings((mention,), [DOCUMENT]) == [mention]
    assert checked_readings([Abstention("none")], [DOCUMENT]) == [Abstention("none")]


@pytest.mark.parametrize(
    ("reading", "subject", "problem"),
    [
        (Mark("a", "weak"), PASSAGE, "expected Score, Marks or Abstention"),
        (Marks(("a",)), PASSAGE, r"expected contract\.Mark"),
        (Marks((Mark("a", "certain"),)), PASSAGE, "strength is 'certain'"),
        (Marks((Mark("a", "weak", family="acme"),)), PASSAGE, "family is 'acme'"),
        (Marks((Mark("a", "weak", ((0, 6),), block=1),)), DOCUMENT, "lies outside the text of 5"),
        (Marks((Mark("a", "weak", ((0, 1),)),)), DOCUMENT, "lies outside the text of 0"),
        (Marks((Mark("a", "weak", ((2, 2),)),)), PASSAGE, "span 2 to 2"),
        (Marks((Mark("a", "weak", block=2),)), DOCUMENT, "block is 2; the document has 2"),
        (Score(1.0, (0.0,)), PASSAGE, "1 families"),
        (Score(float("inf")), PASSAGE, "inf"),
        (Score(1.0, None, (1.0, 2.0)), PASSAGE, "2 sentences; expected 1"),
        (Score(1.0, None, (float("nan"),)), PASSAGE, "1 sentences; expected 1 finite"),
    ],
)
def test_what_does_not_fit_the_contract_is_named(reading, subject, problem):
    with pytest.raises((TypeError, ValueError), match=problem):
        checked_readings([reading], [subject])


@pytest.mark.parametrize("readings", [None, "a", {"a": 1}, Marks(), iter(())])
def test_only_a_list_of_readings_is_one(readings):
    with pytest.raises(TypeError, match="expected a list"):
        checked_readings(readings, [PASSAGE])


def test_about_must_be_an_about_with_a_name_and_a_scope():
    about = About("a", "1", "residue", "document")
    assert checked_about(about) == about
    with pytest.raises(TypeError, match=r"expected contract\.About"):
        checked_about({"name": "a"})
    with pytest.raises(ValueError, match="scope 'page'"):
        checked_about(About("a", "1", "residue", "page"))

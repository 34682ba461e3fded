"""conformance.py: a good detector passes, and each kind of bad one fails the check that is meant for it."""

import math
import random

import pytest

from originlens.conformance import check
from originlens.contract import FAMILIES, About, Abstention, Item, Mark, Marks, Passage, Score


class Good:
    """Scores a passage by its share of the letter e; looks at nothing else."""

    about = About("good", "1", "statistical", "passage", frozenset({"en"}), max_tokens=64)

    def prepare(self, subject):
        return Item(min(64, len(subject.text) // 4), subject)

    def read(self, items):
        return [self.one(item.data) for item in items]

    def one(self, passage: Passage):
        return Score(passage.text.count("e") / (len(passage.text) or 1), (0.0,) * len(FAMILIES))

    def close(self):
        pass


class Marker(Good):
    """Marks each "bread" in a document."""

    about = About("marker", "1", "residue", "document")

    def prepare(self, subject):
        return Item(1, subject)

    def one(self, document):
        found = [(n, text.find("bread")) for n, text in enumerate(document.blocks) if "bread" in text]
        return Marks(tuple(Mark("bread", "weak", ((at, at + 5),), n) for n, at in found))


def failed(detector, golden=()):
    return {result.name for result in check(detector, golden, speed_seconds=0) if result.passed is False}


def test_good_detectors_of_both_scopes_pass_and_their_speed_is_told():
    for detector in (Good(), Marker()):
        results = check(detector, speed_seconds=0)
        assert [result for result in results if result.passed is False] == []
        assert results[-1].name == "speed"
        assert "tokens a second" in results[-1].detail


def with_read(**overrides):
    return type("Changed", (Good,), overrides)()


ALONE = "alone or in a batch, in any order"
SAME = "same text, same reading"


@pytest.mark.parametrize(
    ("change", "check_name"),
    [
        ({"one": lambda self, p: Score(random.random())}, SAME),
        ({"read": lambda self, items: [Score(float(len(items)))] * len(items)}, ALONE),
        ({"read": lambda self, items: [Score(float(n)) for n, _ in enumerate(items)]}, ALONE),
        ({"read": lambda self, items: [Score(1.0)]}, "no text, no reading"),
        ({"read": lambda self, items: [Score(1.0)][: len(items)]}, SAME),
        ({"one": lambda self, p: Score(math.nan)}, SAME),
        ({"one": lambda self, p: Score(1.0, (0.0,))}, SAME),
        ({"one": lambda self, p: Score(1.0, (math.inf,) * len(FAMILIES))}, SAME),
        ({"one": lambda self, p: 0.5}, SAME),
        ({"one": lambda self, p: Abstention("")}, SAME),
        ({"one": lambda self, p: Marks((Mark("x", "weak", ((0, len(p.text) + 1),)),))}, SAME),
        ({"one": lambda self, p: Marks((Mark("x", "weak", ((2, 2),)),))}, SAME),
        ({"one": lambda self, p: Marks((Mark("x", "certain"),))}, SAME),
        ({"one": lambda self, p: Marks((Mark("x", "weak", family="nobody"),))}, SAME),
        ({"prepare": lambda self, p: Item(65, p)}, SAME),
        ({"prepare": lambda self, p: (1, p)}, SAME),
        ({"about": About("x", "", "statistical", "passage")}, "what it declares"),
        ({"about": About("x", "1", "magic", "passage")}, "what it declares"),
        ({"about": About("x", "1", "residue", "passage")}, SAME),
    ],
)
def test_each_fault_fails_its_check(change, check_name):
    assert check_name in failed(with_read(**change))


@pytest.mark.parametrize(
    ("text_fails", "name"),
    [(lambda text: not text, "odd input: empty"), (lambda text: len(text) > 900_000, "odd input: one million characters"),
     (lambda text: set(text) == {"a"}, "odd input: one repeated character"), (lambda text: "ש" in text, "odd input: right to left")],
)  # fmt: skip
def test_a_detector_that_raises_on_odd_input_fails_that_check_alone(text_fails, name):
    def one(self, passage):
        if text_fails(passage.text):
            raise ValueError("not this")
        return Score(1.0)

    assert failed(with_read(one=one)) - {"odd input: only spaces"} == {name}


def test_documents_get_the_original_text_with_its_surrogates():
    class Strict(Marker):
        def one(self, document):
            document.blocks[0].encode()
            return Marks()

    assert failed(Strict()) == {"odd input: lone surrogates"}


@pytest.mark.parametrize("mark", [Mark("x", "weak", ((0, 1),), 7), Mark("x", "weak", ((0, 1),), None)])
def test_marks_of_a_document_name_a_block_that_exists(mark):
    class Wrong(Marker):
        def one(self, document):
            return Marks((mark,))

    assert SAME in failed(Wrong())


def test_golden_scores_hold_within_their_tolerance():
    case = {"text": "eeeeeeee", "language": "en", "statistic": 0.99, "tolerance": 0.02}
    assert failed(Good(), [case]) == set()
    assert failed(Good(), [case | {"tolerance": 0.001}]) == {"golden cases"}


def test_golden_marks_are_the_same_marks_in_the_same_places():
    case = {"text": "my bread", "marks": [{"what": "bread", "spans": [[3, 8]]}]}
    assert failed(Marker(), [case, {"text": "no loaf", "marks": []}]) == set()
    assert failed(Marker(), [case | {"marks": []}]) == {"golden cases"}
    assert failed(Marker(), [case | {"marks": [{"what": "bread", "spans": [[3, 7]]}]}]) == {"golden cases"}
    assert failed(Good(), [case]) == {"golden cases"}

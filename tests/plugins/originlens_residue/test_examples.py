import pytest

from originlens_residue.examples import failures
from originlens_residue.rules import load

TABLE = {
    "id": "a.b", "pattern": "[xy]{0,100}+ab", "strength": "weak", "hints": ["ab"], "why": "w", "source": "s",
    "must_match": ["an ab"], "must_not_match": ["an a"],
}  # fmt: skip


def told(**changes):
    table = TABLE | changes
    rules = load({"version": 1, "rule": [table]})
    return list(failures([table], rules, lambda text: [hit.rule.id for hit in rules.find(text)]))


def test_examples_that_hold_are_silent():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"must_match": ["nothing"]}, "rule a.b: must match alone in 'nothing', and nothing does"),
        ({"must_match": ["ab ab"]}, "rule a.b: must match alone in 'ab ab', and ['a.b', 'a.b'] does"),
        ({"must_not_match": ["an ab"]}, "rule a.b: must not match 'an ab'"),
        ({"hints": ["abc"]}, "rule a.b: no hint is part of 'ab'"),
        ({"must_match": ["x" * 70 + "ab"]}, "rule a.b: its hint begins 70 characters into"),
        ({"must_not_match": ["-" * 2001]}, "rule a.b: an example has 2001 characters; expected at most 2000"),
    ],
)
def test_examples_that_do_not_hold_are_told(changes, problem):
    assert told(**changes)[0].startswith(problem)

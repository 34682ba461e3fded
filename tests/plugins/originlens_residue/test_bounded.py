import pytest

from originlens_residue.bounded import unbounded


@pytest.mark.parametrize(
    "pattern", ["a*", "a+?", "(?:ab{1,9}){2}", "x(?=a{2,3})", "(?>a+)", "[ab]{1,401}+", "(a)\\1", "a|b*", "(?:a*+){2}"]
)
def test_unbounded_patterns_are_told(pattern):
    assert unbounded(pattern, 1000)


@pytest.mark.parametrize("pattern", ["a{4}", "a?b{1,400}+", "(?:a{1,3}+|b)?", "(?<!a)[ab]", "(?>a{1,9}+)"])
def test_bounded_patterns_pass(pattern):
    assert unbounded(pattern, 1000) == []


def test_long_matches_are_told():
    assert unbounded("(?:a{1,100}+){1,20}+", 1000) == ["a match may be 2000 characters long; expected at most 1000"]

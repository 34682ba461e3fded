"""Normalising: what is undone, and the map back to the original offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.text.normalise import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text, nothing to do.", "plain text, nothing to do."),
        ("“Don’t”", '"Don\'t"'),
        ("one—two – three -- four", "one - two - three - four"),
        ("rule --- between", "rule - between"),
        ("ze\u200bro\u200d width", "zero width"),
        ("\u0440\u0430ypal", "paypal"),
        ("we s\u0430w \u0430 c\u0430t", "we saw a cat"),
        ("a\u200b-\u200b- b\u200b \u200b c\u200b ,\u200b d", "a - b c, d"),
        ("c\u200b\u0430\u200bt \u0430\u200bt it", "cat at it"),
        ("a\n\u200b-\u200b \u200bfirst", "a first"),
        ("\u200bc\u200b\u0430\u200bt", "cat"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442", "\u041f\u0440\u0438\u0432\u0435\u0442"),
        ("\ufb01ne \uff11\uff12", "fine 12"),
        ("a\n\n- first\n- second\n2) third", "a first second third"),
        ("  edges \n", "edges"),
        ("a learner , says so .", "a learner, says so."),
        ("tab\tand\u00a0space", "tab and space"),
        ("nul\x00byte", "nul byte"),
        ("", ""),
        (" \n\t", ""),
        ("lone \ud800 surrogate", "lone \ud800 surrogate"),
    ],
)
def test_what_is_undone(text: str, expected: str) -> None:
    assert normalise(text).text == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He said “hello” — twice.", "twice"),
        ("x\u200b\u200b hidden", "hidden"),
        ("w\u200bo\u200br\u200bd here", "here"),
        ("- item one\n- item two", "two"),
        ("\U0001f600\U0001f600 smile", "smile"),
        ("p\u0430ypal is here", "here"),
        ("s\u0430w \u0430 dog", "dog"),
    ],
)
def test_a_span_maps_back_to_the_same_word(text: str, word: str) -> None:
    normalised = normalise(text)
    start = normalised.text.index(word)
    span = normalised.original_start(start), normalised.original_end(start + len(word))
    assert text[slice(*span)] == word


@given(st.text(st.sampled_from(" \n\t-–—“”'\"ab.,\u200b\u0430\ufb01\U0001f600e\u03011)\ud800")))
def test_every_span_maps_back_inside_the_text_and_in_order(text: str) -> None:
    normalised = normalise(text)
    ends = [0]
    for i in range(len(normalised.text)):
        start, end = normalised.original_start(i), normalised.original_end(i + 1)
        assert 0 <= start <= end <= len(text)
        assert end >= ends[-1]
        ends.append(end)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text
    assert normalise(normalise(once).text).text == normalise(once).text


@pytest.mark.parametrize("unit", ["a", " ", "-", "“", "\n- ", "\u0430b", "1. ", "\u200b"])
def test_long_repetition_takes_linear_work(unit: str) -> None:
    assert len(normalise(unit * 50_000).text) <= 3 * len(unit) * 50_000


@pytest.mark.parametrize(
    ("text", "undone"),
    [
        ("Plain words, “quoted” – with a dash.\n\n- A list\n", {}),
        ("A fer\u200bry\u00ad was \ufefflate.", {"invisible": 3}),
        ("Your p\u0430yment was refus\u0435d.", {"lookalike": 2}),
        ("Москва and \u0430 b", {}),
        ("one\u2003two\u00a0three four\u202f\n\u3000five", {"space": 4}),
        ("the ﬁrst ①", {"compatibility": 2}),
        ("a\x00b\x07c", {"control": 2}),
        ("\u200bp\u0430y\u2003it", {"invisible": 1, "lookalike": 1, "space": 1}),
        ("", {}),
        ("   ", {}),
    ],
)
def test_what_a_reader_cannot_see_is_counted_as_undone(text, undone):
    assert dict(normalise(text).undone) == undone

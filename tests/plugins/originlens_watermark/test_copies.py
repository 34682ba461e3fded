import pytest

from originlens_watermark.copies import copies

LETTERS = {"\u043e": "o", "\u0430": "a"}


def texts(text):
    return [copy.text for copy in copies(text, LETTERS)]


@pytest.mark.parametrize("text", ["", "Plain words, and 'so' on.", "- a list\n- of things\n\nAnd a paragraph."])
def test_a_plain_text_is_its_only_copy(text):
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("no\u00a0break", "no break"),
        ("w\u043erd", "word"),
        ("\u201cHere\u201d, it\u2019s", '"Here", it\'s'),
        ("one line\nand another", "one line and another"),
    ],
)
def test_what_publishing_does_is_undone(text, plain):
    assert texts(text)[0] == text
    assert texts(text)[-1] == plain


def test_a_text_with_curly_quotes_is_read_with_them_too():
    assert texts("it\u2019s\u200b") == ["it\u2019s\u200b", "it\u2019s", "it's"]


def test_words_of_another_script_stay():
    assert texts("\u043e\u0430 word") == ["\u043e\u0430 word"]


def test_a_stretch_of_nothing_stands_where_the_next_character_does():
    _, copy = copies("\u200bab\u200bc", LETTERS)
    assert [copy.span(i, i) for i in range(4)] == [(1, 1), (2, 2), (4, 4), (5, 5)]


def test_places_are_those_of_the_text_at_hand():
    text = "a\u200bb\u200bc d"
    copy = copies(text, LETTERS)[-1]
    assert copy.text == "abc d"
    assert copy.span(1, 3) == (2, 5)
    assert text[slice(*copy.span(0, 5))] == text
    assert copies("ab", LETTERS)[0].span(0, 1) == (0, 1)

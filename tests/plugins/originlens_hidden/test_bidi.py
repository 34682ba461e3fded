import pytest

from originlens_hidden.bidi import find


@pytest.mark.parametrize(
    ("text", "places", "told"),
    [
        ("the file \u202egnp.exe\u202c here", ((9, 18),), "another order"),
        ("שלום \u202eabc", ((5, 9),), "another order"),
        ("a \u2067turned word\u2069 b", ((2, 15),), "another order"),
        ("\u202dשלום\u202c", ((0, 6),), "another order"),
        ("fer\u200ery la\u200ete", ((0, 6), (7, 12)), "2 × left-to-right mark (U+200E)"),
        ("a \u2066\u2069\u2066\u2069 b", ((2, 6),), "isolate"),
    ],
)
def test_what_turns_letters_or_stands_in_words_is_told(text, places, told):
    (found,) = find(text)
    assert (found.what, found.strength) == ("hidden.bidi", "weak")
    assert told in found.detail
    assert found.places[0] == places[0]


@pytest.mark.parametrize(
    "text",
    [
        "שלום \u200f(C++)\u200e", "Hello \u2068Anna\u2069", "\u202aC:\\Users\u202c", "\u202d+44 20 7946 0000\u202c", "\u200eone",
        "\u202bقال العمل\u202c Excel", "fer\u200ery", "\u202e12\u202c",
    ],
)  # fmt: skip
def test_ordinary_use_is_left_alone(text):
    assert list(find(text)) == []

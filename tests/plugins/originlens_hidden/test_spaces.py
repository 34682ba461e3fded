import pytest

from originlens_hidden.spaces import find


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("one\u2004two\u2004three\u2004four", "in place of plain spaces: 3 × three-per-em space (U+2004)"),
        ("one\u2003two\u2002three\u2003four", "in place of plain spaces: 2 × em space (U+2003), 1 × en space (U+2002)"),
        ("an\u202feasy\u202ftext\u202fof ours", "in place of plain spaces: 3 × narrow no-break space (U+202F)"),
        ("one\u2800two\u2800three\u2800four", "in place of plain spaces: 3 × braille pattern blank (U+2800)"),
    ],
)
def test_widths_between_words_are_told(text, detail):
    assert [(found.what, found.detail) for found in find(text)] == [("hidden.spaces", detail)]


@pytest.mark.parametrize(
    "text",
    [
        "one\u2004two\u2004three four", "Soup\u2003Bread\u2003Fish\u2003Tea", "10\u202f000\u202fkm\u202f: «\u202foui\u202f»",
        "a\u2009—\u2009b\u200a—\u200ac", "one\u00a0two\u00a0three\u00a0four", "ᠮᠣ\u202fᠤᠨ\u202fᠢ\u202fᠶ",
    ],
)  # fmt: skip
def test_two_places_and_typesetting_are_left_alone(text):
    assert list(find(text)) == []

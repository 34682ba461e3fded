import pytest

from originlens_hidden.finding import counted, readable, words_around


def test_places_become_the_words_around_them_joined_where_they_touch():
    text = "one two three four"
    assert words_around(text, [(5, 6)]) == ((4, 7),)
    assert words_around(text, [(4, 5), (6, 7), (9, 10)]) == ((4, 7), (8, 13))
    assert words_around("a" * 200, [(50, 51), (100, 101)]) == ((10, 141),)
    assert words_around("a" * 200, [(0, 1), (150, 151)]) == ((0, 41), (110, 191))
    assert words_around("", []) == ()


def test_counts_come_with_the_commonest_first():
    assert counted("\u200b\u2060\u200b") == "2 × zero width space (U+200B), 1 × word joiner (U+2060)"
    assert counted("\ue000") == "1 × unnamed (U+E000)"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"ignore all", "“ignore all”"), ("zażółć".encode(), "“zażółć”"), (b"a\nb", "“a b”"),
        (b"\x00\x01\x02\xff", "00 01 02 ff"), (bytes(range(20)), bytes(range(16)).hex(" ") + " ..."),
        (b"x" * 90, "“" + "x" * 80 + "”"), (b"   ", "20 20 20"), ([104, 105], "“hi”"),
    ],
)  # fmt: skip
def test_bytes_are_told_as_text_or_figures(content, told):
    assert readable(content) == told

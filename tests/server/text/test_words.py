"""Counting words, in scripts with and without spaces."""

import pytest

from originlens.text.words import words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It's a well-known fact.", 4),
        ("", 0),
        ("... --- !!!", 0),
        ("3.5 percent", 3),
        ("\u6211\u662f\u4e2d\u56fd\u4eba", 5),
        ("snake_case", 2),
        ("na\u00efve caf\u00e9", 2),
    ],
)
def test_count(text: str, count: int) -> None:
    assert len(words(text)) == count

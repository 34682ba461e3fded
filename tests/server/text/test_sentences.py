"""Cutting sentences where a reader would."""

import pytest

from originlens.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Smith met Dr. Jones. They spoke.", ["Mr. Smith met Dr. Jones.", "They spoke."]),
        ("It cost 3.50 dollars. Cheap.", ["It cost 3.50 dollars.", "Cheap."]),
        ('"Stop." He left.', ['"Stop."', "He left."]),
        ("e.g. this one. Done.", ["e.g. this one.", "Done."]),
        ("no end", ["no end"]),
        ("", []),
        ("\u6211\u662f\u3002\u4f60\u662f\u3002", ["\u6211\u662f\u3002", "\u4f60\u662f\u3002"]),
    ],
)
def test_cut(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected

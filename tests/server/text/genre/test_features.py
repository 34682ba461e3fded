"""What is counted of a block."""

import pytest

from originlens.text.genre.features import features


def test_figures_letters_and_function_words_are_counted() -> None:
    seen = features("The 3 cats", "The 3\ncats", ["The", "3", "cats"], "en")
    assert (seen.words, seen.figures, seen.letters) == (["the", "3", "cats"], 1, 7)
    assert seen.connected == pytest.approx(1 / 3)


def test_function_words_are_english_alone() -> None:
    assert features("Le chat", "Le chat", ["Le", "chat"], "fr").connected is None

"""Words that show that nobody wrote the text as prose."""

from tests.server.text.genre.test_genre import kind_of

LETTER = (
    "We moved in March. The neighbours brought bread and salt, and their children asked whether the piano could be "
    "heard through the wall. It could. They were glad of it, they said, and meant it."
)


def test_repetition_is_known_in_any_language() -> None:
    found = kind_of("kaufen Sie jetzt " * 20, "de")
    assert found is not None
    assert found.name == "repetition"


def test_one_phrase_of_a_licence_makes_no_boilerplate() -> None:
    assert kind_of(LETTER + " All rights reserved, as the joke goes, but no terms were agreed.") is None


def test_key_words_in_a_row_are_a_list() -> None:
    found = kind_of("cheap flights Lisbon hotel deals spring break offers beach resort family rooms " * 2 + LETTER[:17])
    assert found is not None
    assert found.name == "list"

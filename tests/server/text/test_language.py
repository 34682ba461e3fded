"""Naming languages without guessing."""

from originlens.text.language import UNKNOWN, language

ENGLISH = "The ferry was late again and everybody on the pier had an opinion about it."
GERMAN = "Die F\u00e4hre hatte wieder Versp\u00e4tung, und alle am Steg wussten, wer daran schuld war."


def test_languages_are_told_apart() -> None:
    assert language(ENGLISH) == "en"
    assert language(GERMAN) == "de"


def test_a_short_text_has_no_language() -> None:
    assert language("ok then") == UNKNOWN


def test_the_page_decides_only_where_the_identifier_is_not_sure() -> None:
    assert language("ok then", "en-GB") == "en"
    assert language(GERMAN, "en") == "de"


def test_lone_surrogates_and_noise_are_no_trouble() -> None:
    assert language("\x00\ud800 !!" * 20) == UNKNOWN


def test_a_long_text_is_named_by_all_of_it() -> None:
    assert language(ENGLISH * 3 + " " + GERMAN * 40) == "de"
    assert language(GERMAN + " " + ENGLISH * 40) == "en"

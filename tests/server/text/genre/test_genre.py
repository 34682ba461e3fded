"""Every text of abstain.toml is of its kind, and every near miss of judge.toml is prose."""

import tomllib
from pathlib import Path

import pytest

from originlens.text.genre import not_for_statistics
from originlens.text.genre.kind import Kind
from originlens.text.language import language
from originlens.text.normalise import normalise
from originlens.text.words import words


def kind_of(text: str, spoken: str = "en") -> Kind | None:
    normalised = normalise(text).text
    return not_for_statistics(normalised, text, words(normalised), spoken)


def samples(file: str) -> list[tuple[str, str]]:
    read = tomllib.loads((Path(__file__).parent / file).read_text("utf-8"))
    return [(kind, text) for kind, texts in read.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), samples("abstain.toml"))
def test_what_is_not_prose_is_known_by_its_kind(kind: str, text: str) -> None:
    found = kind_of(text)
    assert found is not None
    assert found.name == kind
    assert found.sentence.endswith(".")


@pytest.mark.parametrize(("kind", "text"), samples("judge.toml"))
def test_prose_that_resembles_it_is_judged(kind: str, text: str) -> None:
    assert kind_of(text) is None
    assert language(text) == "en"


def test_what_is_too_short_for_any_rule_is_left_to_the_detectors() -> None:
    assert kind_of("1 2 3 4 5 6 7 8 9") is None


def test_rules_for_english_words_leave_other_languages_alone() -> None:
    german = (
        "Der Bus kam wieder zu sp\u00e4t, also liefen wir den ganzen Weg am Fluss entlang nach Hause, und mein Bruder "
        "sang dabei so laut, dass die Enten vor uns aufflogen."
    )
    assert kind_of(german, "de") is None


def test_invisible_characters_make_no_table_of_a_text() -> None:
    text = samples("judge.toml")[2][1]
    assert kind_of("\u200b".join(text)) is None

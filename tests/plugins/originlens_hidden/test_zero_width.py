import pytest

from originlens_hidden.zero_width import find


@pytest.mark.parametrize(
    "text",
    [
        "The fer\u200bry was la\u200bte.", "The fer\u200dry was la\u2060te.", "caf\u200cé au la\ufeffit", "Мос\u200bква и Ки\u200bев",
        "u\u180en\u180et", "a hidden run \u200b\u200c\u200b here", "\u200b\u200c\u200b", "fu\u034fll stop\u034fs",
        "wo\u2062rds ti\u2062mes", "می\u200c\u200b\u200c\u200bخواهم",
    ],
)  # fmt: skip
def test_inside_words_and_in_runs_it_is_told(text):
    (found,) = find(text)
    assert (found.what, found.strength) == ("hidden.zero-width", "weak")


@pytest.mark.parametrize(
    "text",
    [
        "The fer\u200bry was late.", "one \u200btwo", "Auf\u200clage und Kauf\u200cleute", "می\u200cخواهم و نمی\u200cدانم",
        "ex\u200b.org/\u200ba/\u200bb", "👩\u200d🍳 and 👨\u200d🚒", "ภาษา\u200bไทย\u200bดี", "\ufeffone\ntwo\u200b\n\u200bthree",
    ],
)  # fmt: skip
def test_one_place_and_ordinary_use_are_left_alone(text):
    assert list(find(text)) == []


def test_strewn_between_words_it_takes_ten():
    assert list(find("one \u200b" * 9 + "two")) == []
    assert len(list(find("one \u200b" * 10 + "two"))) == 1


def test_many_places_and_long_runs_are_strong():
    assert next(find("fer\u200bry " * 10)).strength == "strong"
    assert next(find("ferry" + "\u200b\u200c" * 5)).strength == "strong"


def test_it_counts_what_stands_there():
    (found,) = find("fer\u200bry la\u200bte wo\u2060rd")
    assert found.detail == "2 × zero width space (U+200B), 1 × word joiner (U+2060)"
    assert found.places == ((0, 6), (7, 12), (13, 18))


def test_break_hints_belong_to_long_words():
    assert list(find("Donaudampfschiff\u200bfahrtsgesellschaft Donaudampf\u200bschifffahrt")) == []
    assert len(list(find("Donaudampfschiff\u200bf\u200ba\u200bhrtsgesellschaft"))) == 1

import pytest

from originlens_hidden.soft_hyphens import find


@pytest.mark.parametrize(
    "text",
    [
        "f\u00ade\u00adr\u00adr\u00ady b\u00ado\u00ada\u00adt",
        "fer\u00ad\u00adry bo\u00ad\u00adat",
        "с\u00adл\u00adо\u00adн д\u00adо\u00adм",
    ],
)
def test_what_no_hyphenation_does_is_told(text):
    (found,) = find(text)
    assert (found.what, found.strength, len(found.places)) == ("hidden.soft-hyphens", "weak", 2)
    assert found.detail == f"{text.count(chr(0xAD))} soft hyphens (U+00AD) in 2 words, where no hyphenation puts them"


@pytest.mark.parametrize(
    "text",
    [
        "Donau\u00addampf\u00adschiff",
        "te\u00ado\u00adri\u00ada i\u00adde\u00adi\u00ada",
        "f\u00ade\u00adr\u00adry",
        "1\u00ad2 a \u00ad",
    ],
)
def test_hyphenation_and_a_single_odd_word_are_left_alone(text):
    assert list(find(text)) == []

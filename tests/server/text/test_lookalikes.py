"""Look-alike letters: folded where they stand in for Latin ones; other scripts stay as they are."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.text.lookalikes import LATIN_OF, latin

ENGLISH = "The cat sat on a mat, and I saw each copy of it again; Joe was there too, happy as ever."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("р\u0430ypal", "paypal"),
        ("We saw \u0430 c\u0430t", "We saw a cat"),  # the article has no Latin letter left
        ("tο gο \u0430nd с\u043e\u0440у it", "to go and copy it"),  # Greek and Cyrillic in one sentence
        ("Tհe ꓗing ᴏꬵ all", "The King of all"),
    ],
)
def test_what_stands_in_for_a_latin_letter_is_folded(text: str, expected: str) -> None:
    assert latin(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Кот сидит в доме, а он рос у моря.",
        "Η γάτα κοιμάται και ο σκύλος τρέχει.",
        "She said «а у нас в доме» and left.",
        "The word рос means grew.",  # look-alikes alone, in a text where nothing was folded
        "Take α and ρ of the plasma, with μm and Δt.",
        "Caf\u00e9, na\u00efve, \u0141\u00f3d\u017a.",
        "",
    ],
)
def test_another_script_stays(text: str) -> None:
    assert latin(text) == text


def test_beside_a_foreign_word_and_after_a_symbol_nothing_is_folded() -> None:
    assert latin("p\u0430ypal: а у нас, and ρ is a density") == "paypal: а у нас, and ρ is a density"


def test_every_letter_that_has_a_look_alike_can_be_exchanged() -> None:
    drawn = {letter: found for found, letter in LATIN_OF.items() if "\u0400" <= found <= "\u052f"}
    attacked = "".join(drawn.get(letter, letter) for letter in ENGLISH)
    assert sum(a != b for a, b in zip(attacked, ENGLISH, strict=True)) > 45
    assert latin(attacked) == ENGLISH


@given(st.integers(), st.floats(0.3, 1))
def test_any_mixture_of_scripts_and_shares_is_undone(seed: int, share: float) -> None:
    rng = random.Random(seed)
    drawn: dict[str, list[str]] = {}
    for found, letter in LATIN_OF.items():
        if not "α" <= found <= "ω":
            drawn.setdefault(letter, []).append(found)
    attacked = "".join(rng.choice(drawn[c]) if c in drawn and rng.random() < share else c for c in ENGLISH)
    mixed = any(not word.isascii() and any(c.isascii() and c.isalpha() for c in word) for word in attacked.split())
    assert latin(attacked) == (ENGLISH if mixed else attacked)


@given(st.text())
def test_offsets_stay(text: str) -> None:
    assert len(latin(text)) == len(text)
    assert latin(latin(text)) == latin(text)

import pytest

from originlens_hidden.homoglyphs import Homoglyphs

LOOK = Homoglyphs(dict(zip("аеосрАВСκμαονт", "aeocpABCkuaovt", strict=True)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Your pаyment was refusеd.", ["pаyment", "refusеd"]),
        ("the rоаd and the rоаd", ["rоаd", "rоаd"]),
        ("Вonjour, lе café", ["Вonjour", "lе"]),
        ("caféа, élèvе", ["caféа", "élèvе"]),
        ("pοwer and vαlue", ["pοwer", "vαlue"]),
    ],
)
def test_mixed_words_are_told_with_their_places(text, words):
    (found,) = LOOK.find(text)
    assert (found.what, found.strength) == ("hidden.homoglyphs", "weak")
    assert [text[start:end] for start, end in found.places] == words
    assert found.detail.startswith("2 words mix scripts: ")


def test_the_letter_is_named():
    assert [found.detail for found in LOOK.find("pаy, nоw")] == [
        "2 words mix scripts: pаy (U+0430 for a), nоw (U+043E for o)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "one pаyment", "Москва Ереван", "αCD and TNFα", "SMSка в PRа", "NFκB and NFκB", "сок cок", "a漢а漢 b漢о漢", "аб вг",
        "a " + "а" * 200 + " b",
    ],
)  # fmt: skip
def test_one_word_science_endings_and_other_scripts_are_left_alone(text):
    assert list(LOOK.find(text)) == []

"""The attacks do what they say, as often as they say, the same way for the same seed; and what our normalising undoes."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens.evaluate.attacks import ATTACKS
from originlens.evaluate.exchanges import SPELLINGS, SYNONYMS
from originlens.text.normalise import normalise
from originlens.text.words import words

TEXT = (
    "The harbour was quiet on the morning of 14 May 1987, and an old man, whom nobody knew, walked along the wall. "
    "He carried a big bag (it was grey), a lamp and a book; people began to look at him. However, he said nothing. "
    "“Is it far?” a child asked. The man gave her the lamp, looked at the sea - it was calm - and went home in 20 minutes. "
)
UNDONE = ("whitespace", "zero_width", "homoglyphs", "paragraph_breaks")


def attacked(name: str, text: str = TEXT, seed: int = 1) -> str:
    return ATTACKS[name](text, random.Random(seed))


@pytest.mark.parametrize("name", ATTACKS)
def test_it_changes_the_text_and_the_same_seed_does_the_same(name: str) -> None:
    assert attacked(name) != TEXT
    assert attacked(name) == attacked(name)


@pytest.mark.parametrize("name", sorted(ATTACKS.keys() - {"zero_width", "homoglyphs", "spelling", "punctuation"}))
def test_another_seed_may_do_another_thing(name: str) -> None:
    assert len({attacked(name, seed=seed) for seed in range(20)}) > 1


@pytest.mark.parametrize("name", UNDONE)
def test_normalising_undoes_it(name: str) -> None:
    assert normalise(attacked(name)).text == normalise(TEXT).text


@pytest.mark.parametrize("name", ATTACKS)
@settings(max_examples=25)
@given(text=st.text() | st.text(st.sampled_from("The a an. \n12,;“”-é!?\u0430")), seed=st.integers(0, 99))
def test_any_text_can_be_attacked(name: str, text: str, seed: int) -> None:
    assert isinstance(attacked(name, text, seed), str)


@pytest.mark.parametrize(
    ("name", "share", "what"),
    [("misspelling", 0.2, r"[^\W\d_]{4,}"), ("case", 0.05, r"[^\W\d_]+"), ("synonyms", 0.5, None)],
)
def test_as_many_words_are_changed_as_it_says(name: str, share: float, what: str | None) -> None:
    long = TEXT.replace(",", "") * 10
    changed = [a != b for a, b in zip(long.split(), attacked(name, long).split(), strict=True)]
    known = re.findall(what, long) if what else [w for w in re.findall(r"\w+", long) if w.lower() in SYNONYMS]
    assert sum(changed) == pytest.approx(share * len(known), abs=1)


def test_a_misspelt_word_is_one_slip_away() -> None:
    for seed in range(20):
        pairs = zip(TEXT.split(), attacked("misspelling", seed=seed).split(), strict=True)
        for before, after in ((a, b) for a, b in pairs if a != b):
            assert abs(len(before) - len(after)) <= 1
            assert sorted(before) == sorted(after) or len(before) != len(after)


def test_half_of_the_articles_go_and_a_sentence_still_begins_large() -> None:
    made = attacked("articles", "The dog saw a cat. An owl saw the dog.")
    assert len(words(made)) == len(words("The dog saw a cat. An owl saw the dog.")) - 2
    assert all(sentence[0].isupper() for sentence in made.split(". "))


def test_half_of_the_numbers_become_others_of_as_many_digits() -> None:
    before, after = re.findall(r"\d+", TEXT), re.findall(r"\d+", attacked("numbers"))
    assert [len(n) for n in after] == [len(n) for n in before]
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 2


def test_spelling_crosses_the_ocean_in_both_directions_and_keeps_capitals() -> None:
    assert attacked("spelling", "Colour COLOUR center; he travelled.") == "Color COLOR centre; he traveled."
    assert all(there in SPELLINGS or there != here for here, there in SPELLINGS.items())


def test_commas_go_but_sentences_still_end() -> None:
    assert attacked("commas", "One, two, three, four.").count(",") == 1
    assert attacked("punctuation", "“Yes,” she said - at last (I think).") == "Yes she said at last I think."


def test_the_inserted_paragraph_stands_between_sentences() -> None:
    made = attacked("inserted_paragraph").split("\n\n")
    assert len(words(" ".join(made))) > len(words(TEXT)) + 30
    assert all(part.rstrip()[-1] in ".?!" for part in made)


def test_shuffling_keeps_every_sentence() -> None:
    made = attacked("shuffled_sentences", "One here. Two here. Three here. Four here.", 3)
    assert sorted(made.split(". ")) != made.split(". ")
    assert {part.rstrip(".") for part in made.split(". ")} == {"One here", "Two here", "Three here", "Four here"}


def test_no_word_stands_for_itself() -> None:
    assert not [word for table in (SPELLINGS, SYNONYMS) for word, other in table.items() if word == other]

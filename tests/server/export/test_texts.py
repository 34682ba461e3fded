"""The passages to measure on are of the pipeline's lengths, and always the same."""

from originlens.export import texts


def test_there_are_a_hundred_of_all_lengths_and_one_too_long():
    *made, long = texts.passages()
    words = [len(text.split()) for text in made]
    assert len(made) == texts.N == 100
    assert (min(words), max(words)) >= (30, 100)
    assert max(words) <= 110
    assert len(long.split()) > 1000
    assert len(set(made)) == 100


def test_they_are_always_the_same():
    assert texts.passages() == texts.passages()

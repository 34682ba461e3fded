import numpy as np

from originlens_watermark.scheme import first_of_each


def test_every_different_ngram_counts_once_at_its_first_place():
    positions, grams = first_of_each(np.array([5, 6] * 20), 2)
    assert positions.tolist() == [1, 2]
    assert grams.tolist() == [[5, 6], [6, 5]]


def test_they_stand_in_the_order_of_the_text():
    positions, grams = first_of_each(np.array([9, 1, 9, 1, 3]), 2)
    assert positions.tolist() == [1, 2, 4]
    assert grams.tolist() == [[9, 1], [1, 9], [1, 3]]


def test_a_text_shorter_than_the_ngram_has_none():
    positions, grams = first_of_each(np.array([1, 2]), 3)
    assert positions.shape == (0,)
    assert grams.shape == (0, 3)

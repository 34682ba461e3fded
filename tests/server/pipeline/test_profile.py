"""What the windows say of each sentence."""

from originlens.contract import Score
from originlens.pipeline.profile import profile


def test_a_sentence_that_two_windows_cover_is_their_mean() -> None:
    scores = [Score(9.0, (1.0,) * 9, (1.0, 2.0, 3.0)), Score(9.0, (2.0,) * 9, (5.0, 6.0))]
    seen = profile([10, 20, 30, 40], [(0, 3), (2, 2)], scores)
    assert seen.statistics == (1.0, 2.0, 4.0, 6.0)
    assert seen.words == (10, 20, 30, 40)
    assert [row[0] for row in seen.families if row] == [1.0, 1.0, 2.0, 2.0]
    assert seen.length == 100


def test_a_detector_that_cannot_tell_sentences_apart_says_the_same_of_each() -> None:
    seen = profile([10, 20, 30], [(0, 2), (1, 2)], [Score(1.0), Score(3.0)])
    assert seen.statistics == (1.0, 2.0, 3.0)
    assert seen.families == (None, None, None)

"""A share is told as a number between 0 and 1, and no text gives 0 and not an error."""

from originlens.evaluate.figures import Share


def test_a_share_is_hits_of_n() -> None:
    assert Share("x", 3, 12, 5, 0.0, 1.0).value == 0.25


def test_no_text_is_no_share() -> None:
    assert Share("x", 0, 0, 5, 0.0, 1.0).value == 0.0

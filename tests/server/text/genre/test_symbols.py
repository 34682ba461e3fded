"""Characters that prose has few of."""

import pytest

from tests.server.text.genre.test_genre import kind_of

PROSE = "She put the letter back under the third step and said nothing of it to any of us until the house was sold. "


@pytest.mark.parametrize(
    ("text", "kind"),
    [(PROSE + "x" * 300, "unbroken"), (PROSE + "{;}=" * 3, "code"), (PROSE + "7 % 8 % 9 % " * 12, "table")],
)
def test_a_part_of_it_is_enough(text: str, kind: str) -> None:
    found = kind_of(text)
    assert found is not None
    assert found.name == kind


def test_figures_in_prose_are_no_table() -> None:
    assert (
        kind_of(PROSE + "It fetched 81,500 pounds on 14 May 2009, which was 3,000 more than we had hoped for.") is None
    )

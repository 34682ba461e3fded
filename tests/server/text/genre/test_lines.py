"""Where lines end tells verse and lists from prose that is broken at a fixed width."""

import textwrap

from tests.server.text.genre.test_genre import kind_of

PROSE = (
    "The ferry was late again and everybody on the pier had an opinion about it, which they shared with the gulls and "
    "with one another until the bell rang and the talk stopped as if somebody had turned a tap."
)


def test_prose_broken_at_a_fixed_width_is_prose() -> None:
    assert all(kind_of(textwrap.fill(PROSE, width)) is None for width in (30, 45, 60, 72))


def test_the_same_words_in_lines_that_break_off_are_not() -> None:
    words = PROSE.split()
    lines = "\n".join(" ".join(words[i : i + 3 + i % 4]) for i in range(0, len(words), 4))
    found = kind_of(lines)
    assert found is not None
    assert found.name == "short_lines"


def test_prose_with_a_short_list_in_it_is_prose() -> None:
    assert kind_of(f"{PROSE}\n- bread\n- salt\n- two eggs\n- milk\n{PROSE}") is None

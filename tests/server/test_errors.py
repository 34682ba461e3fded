"""The closed table of errors."""

import pytest

from originlens.errors import PROBLEMS, OriginlensError, first_line


def test_an_error_carries_its_row() -> None:
    error = OriginlensError("busy", "9 wait", retry_after=2)
    assert (error.status, error.title, error.remedy) == (429, PROBLEMS["busy"].title, PROBLEMS["busy"].remedy)
    assert str(error) == "The queue is full: 9 wait"


def test_an_unknown_code_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        OriginlensError("nonsense", "x")


@pytest.mark.parametrize(
    ("error", "line"),
    [(ValueError("\n one \ntwo"), "one "), (KeyError(), "KeyError"), (OSError(" \n "), "OSError"), (ValueError("x" * 999), "x" * 300)],
)  # fmt: skip
def test_of_a_librarys_words_the_first_line_is_told(error: Exception, line: str) -> None:
    assert first_line(error) == line


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_row_says_what_to_do_and_has_an_error_status(code: str) -> None:
    row = PROBLEMS[code]
    assert 400 <= row.status <= 599
    assert row.remedy.endswith(".")
    assert not row.title.endswith(".")

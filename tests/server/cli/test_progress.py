"""progress.py: a bar only for a person who does not already see the answers."""

import io
import sys

import pytest

from originlens.cli.progress import progress


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("answers_on_screen", "shown"), [(False, True), (True, False)])
def test_the_bar_is_drawn_on_standard_error_where_the_answers_go_elsewhere(monkeypatch, answers_on_screen, shown):
    errors = Screen()
    monkeypatch.setattr(sys, "stderr", errors)
    monkeypatch.setenv("TERM", "xterm")
    with progress("my-file.txt", 10, shown=not answers_on_screen) as advance:
        advance(10)
    assert ("my-file.txt" in errors.getvalue()) is shown


def test_no_bar_where_nobody_looks(monkeypatch):
    errors = io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)
    with progress("my-file.txt", None) as advance:
        advance(1)
    assert errors.getvalue() == ""

"""job.py: a bar only for a person who does not already see the answers, and a queue without limit."""

import io
import sys

import pytest


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("answers_on_screen", "shown"), [(False, True), (True, False)])
def test_the_bar_is_drawn_on_standard_error_where_the_answers_go_elsewhere(monkeypatch, answers_on_screen, shown):
    from originlens.cli.job import _progress

    errors = Screen()
    monkeypatch.setattr(sys, "stderr", errors)
    monkeypatch.setattr(sys, "stdout", Screen() if answers_on_screen else io.StringIO())
    monkeypatch.setenv("TERM", "xterm")
    with _progress("my-file.txt", 10) as bar:
        bar.advance(10)
    assert ("my-file.txt" in errors.getvalue()) is shown


def test_no_bar_where_nobody_looks(monkeypatch):
    from originlens.cli.job import _progress

    errors = io.StringIO()
    monkeypatch.setattr(sys, "stderr", errors)
    with _progress("my-file.txt", None) as bar:
        bar.advance(1)
    assert errors.getvalue() == ""


def test_the_queue_does_not_refuse_a_long_file(run, pipeline, tmp_path):
    (tmp_path / "a.txt").write_text("text")
    run("scan", tmp_path / "a.txt")
    assert pipeline.settings.queue_blocks >= 1_000_000


def test_an_unreadable_input_does_not_stop_the_next(run, pipeline, tmp_path):
    (tmp_path / "a.txt").write_text("text")
    result = run("scan", tmp_path / "gone.txt", tmp_path / "a.txt", "--format", "jsonl")
    assert result.exit_code == 3
    assert "gone.txt" in result.stderr
    assert f'"{tmp_path}/a.txt#p1"' in result.stdout


def test_a_person_is_told_that_the_text_is_awaited(run, pipeline, monkeypatch):
    monkeypatch.setattr("originlens.cli.job.terminal", lambda stream=None: True)
    assert "Ctrl-D" in run("scan", stdin="words").stderr
    monkeypatch.setattr("originlens.cli.job.terminal", lambda stream=None: False)
    assert run("scan", stdin="words").stderr == ""

"""job.py: a bar that gives way to answers on the same screen, and a queue without limit."""

from contextlib import contextmanager

import pytest


@pytest.mark.parametrize("form", ["text", "jsonl"])
@pytest.mark.parametrize("answers_on_screen", [False, True])
def test_the_bar_gives_way_to_answers_on_the_same_screen(run, pipeline, monkeypatch, tmp_path, form, answers_on_screen):
    shown_for = []

    @contextmanager
    def bar(title, total, *, shown):
        shown_for.append((title, shown))
        yield lambda amount: None

    (tmp_path / "a").write_text('{"id": 1, "text": "words"}')
    monkeypatch.setattr("originlens.cli.job.progress", bar)
    monkeypatch.setattr("originlens.cli.job.terminal", lambda stream=None: answers_on_screen)
    run("scan", tmp_path / "a", "--from", form)
    assert shown_for == [(str(tmp_path / "a"), not answers_on_screen)]


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

"""exits.py: every code is documented where people look, and errors are words on standard error."""

import pytest

from originlens.cli import exits
from originlens.errors import OriginlensError


def test_every_exit_code_has_a_meaning_and_stands_in_the_help_of_every_command(run):
    assert set(exits.MEANINGS) == set(exits.Exit)
    names = ("scan", "serve", "detectors", "evaluate", "calibrate", "pair", "extension", "plugin", "rules", "watermark")
    for command in ([], *([name] for name in names)):
        shown = " ".join(run(*command, "--help").stdout.split())
        assert "Exit codes: 0 done" in shown
        assert "130 stopped with Ctrl-C" in shown


def test_an_error_is_told_in_words_with_its_remedy_and_ends_with_3(run, monkeypatch):
    def fails():
        raise OriginlensError("file_unreadable", "the value [bold]x[/]", remedy="Do this.")

    monkeypatch.setattr("originlens.web.pairing.new_code", fails)
    result = run("pair")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: The file cannot be read: the value [bold]x[/]\nDo this.\n"


def test_ctrl_c_ends_with_130(run, monkeypatch):
    def stopped():
        raise KeyboardInterrupt

    monkeypatch.setattr("originlens.web.pairing.new_code", stopped)
    assert run("pair").exit_code == 130


@pytest.mark.parametrize("arguments", [["nosuch"], ["scan", "--nosuch"], ["plugin", "install"]])
def test_wrong_use_ends_with_2(run, arguments):
    assert run(*arguments).exit_code == 2

"""`python -m originlens`: the same commands, and Ctrl-C at any time ends it without a traceback."""

import sys

import pytest

from originlens import __main__, __version__


def test_the_version_is_printed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["originlens", "--version"])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert (ended.value.code, capsys.readouterr().out) == (0, f"originlens {__version__}\n")


def test_ctrl_c_ends_with_130(monkeypatch):
    def stopped():
        raise KeyboardInterrupt

    monkeypatch.setattr("originlens.cli.app", stopped)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 130

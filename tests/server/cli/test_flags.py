"""flags.py: flags come from the settings table, and win over the environment only where they are given."""

from dataclasses import fields

import pytest
import typer
from typer.testing import CliRunner

from originlens.cli.flags import settings_flags
from originlens.settings import Settings


def command(**options):
    heard = []
    app = typer.Typer()

    @app.command()
    @settings_flags(**options)
    def go(name: str = "x", *, settings: Settings) -> None:
        heard.append((name, settings))

    return app, heard


def test_every_setting_is_a_flag_with_its_own_help(run):
    shown = " ".join(run("serve", "--help").stdout.replace("│", " ").split())
    for setting in fields(Settings):
        assert f"--{setting.name.replace('_', '-')}" in shown
        assert setting.metadata["help"].split()[0] in shown


def test_flag_over_environment_over_default(monkeypatch):
    monkeypatch.setenv("ORIGINLENS_PORT", "1234")
    monkeypatch.setenv("ORIGINLENS_THREADS", "2")
    app, heard = command()
    assert CliRunner().invoke(app, ["--threads", "3", "--name", "y"]).exit_code == 0
    name, settings = heard[0]
    assert (name, settings.port, settings.threads, settings.host) == ("y", 1234, 3, "127.0.0.1")


def test_only_the_chosen_settings_are_flags():
    app, _ = command(only={"device"})
    assert CliRunner().invoke(app, ["--device", "cpu"]).exit_code == 0
    assert CliRunner().invoke(app, ["--port", "1"]).exit_code == 2


@pytest.mark.parametrize("arguments", [["--false-alarms", "2"], ["--false-alarms", "nan"], ["--device", "toaster"]])
def test_a_value_out_of_range_is_told_with_the_flag(run, arguments):
    result = run("serve", *arguments)
    assert result.exit_code == 3
    assert f"{arguments[0]} is" in result.stderr

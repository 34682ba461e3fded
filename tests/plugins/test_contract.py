"""Every method that ships with Originlens passes the conformance suite on every bundle that ships for it."""

import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from originlens import bundles
from originlens.conformance import check
from tests.plugins.originlens_likelihood.tiny_bundle import write_tiny_bundle

ROOT = Path(__file__).parents[2]
METHODS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["originlens.methods"]
README = (ROOT / "plugins" / "README.md").read_text("utf-8")
TINY = {"likelihood": write_tiny_bundle}  # methods whose bundle is built where it is used


@pytest.mark.parametrize("method", METHODS)
def test_a_built_in_method_passes_the_conformance_suite(method, tmp_path):
    open_method = EntryPoint(method, METHODS[method], "originlens.methods").load()
    shipped = sorted(manifest.parent for manifest in bundles.shipped_bundles().glob(f"*/{bundles.MANIFEST}"))
    folders = [folder for folder in shipped if bundles.method_of(folder) == method]
    folders += [TINY[method](tmp_path / "tiny")] if method in TINY else []
    assert folders, f"no shipped bundle names the method {method}"
    for folder in folders:
        bundle = bundles.load(folder, device="cpu")
        golden = (
            json.loads(bundle.path(bundle.manifest.golden).read_text("utf-8"))["cases"]
            if bundle.manifest.golden
            else []
        )
        detector = open_method(bundle)
        try:
            results = check(detector, golden)
        finally:
            detector.close()
        assert [(result.name, result.detail) for result in results if result.passed is False] == []


def test_the_readme_lists_the_built_in_methods():
    rows = [line.split("|")[1:3] for line in README.splitlines() if line.startswith("| `originlens_")]
    listed = {method.strip().strip("`"): folder.strip().strip("`") for folder, method in rows}
    assert listed == {method: target.partition(":")[0] for method, target in METHODS.items()}

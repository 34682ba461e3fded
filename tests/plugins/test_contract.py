"""Every method that ships with Originlens passes the conformance suite on every bundle that ships for it."""

import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from originlens import bundles
from originlens.conformance import check

ROOT = Path(__file__).parents[2]
METHODS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["originlens.methods"]
README = (ROOT / "plugins" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("method", METHODS)
def test_a_built_in_method_passes_the_conformance_suite(method):
    open_method = EntryPoint(method, METHODS[method], "originlens.methods").load()
    tried = 0
    for manifest in sorted(bundles.shipped_bundles().glob(f"*/{bundles.MANIFEST}")):
        if bundles.method_of(manifest.parent) != method:
            continue
        bundle = bundles.load(manifest.parent, device="cpu")
        detector = open_method(bundle)
        try:
            results = check(detector, json.loads(bundle.path(bundle.manifest.golden).read_text("utf-8"))["cases"])
        finally:
            detector.close()
        assert [(result.name, result.detail) for result in results if result.passed is False] == []
        tried += 1
    assert tried, f"no shipped bundle names the method {method}"


def test_the_readme_lists_the_built_in_methods():
    rows = [line.split("|")[1:3] for line in README.splitlines() if line.startswith("| `originlens_")]
    listed = {method.strip().strip("`"): folder.strip().strip("`") for folder, method in rows}
    assert listed == {method: target.partition(":")[0] for method, target in METHODS.items()}

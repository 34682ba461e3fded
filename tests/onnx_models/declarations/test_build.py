import importlib.util
import sys
import tomllib

import pytest

from originlens import bundles
from originlens_declared.terms import load

FOLDER = bundles.shipped_bundles() / "declarations"
TABLES = tomllib.loads((FOLDER / "terms.toml").read_text("utf-8"))["label"]


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("declarations_build", FOLDER / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_shipped_terms_pass_and_the_manifest_is_theirs(build):
    assert list(build.problems(TABLES, load(FOLDER / "terms.toml"))) == []
    assert build.manifest() == (FOLDER / "bundle.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("why", "", "why is missing"), ("must_match", ["It rained."], "must match 'It rained.'"),
        ("must_not_match", [TABLES[0]["must_match"][0]], "must not match"), ("meaning", "human", "must match"),
        ("meaning", "human", "an id ends in .no-ai"), ("id", "en.no-ai", "an id ends in .no-ai"),
    ],
)  # fmt: skip
def test_a_poor_label_is_refused(build, key, value, problem):
    assert problem in "\n".join(build.problems([TABLES[0] | {key: value}], load(FOLDER / "terms.toml")))


def test_two_labels_cannot_share_an_id(build):
    assert next(build.problems([TABLES[0], TABLES[0]], load(FOLDER / "terms.toml"))) == "two labels have the same id"

import importlib.util
import sys
import tomllib

import pytest

from originlens import bundles

FOLDER = bundles.shipped_bundles() / "chatbot-leftovers"
TABLES = tomllib.loads((FOLDER / "rules.toml").read_text("utf-8"))["rule"]


def script(name):
    spec = importlib.util.spec_from_file_location(f"leftovers_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = script("build")


@pytest.fixture(scope="module")
def residue():
    return build.Residue(build.About("x", "1", "residue", "document"), build.load(FOLDER / "rules.toml"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["id"])
def test_every_rule_is_bounded_and_its_examples_hold(table, residue):
    assert list(build.problems([table], residue)) == []


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("source", "", "source is missing"),
        ("must_not_match", [], "must_not_match is missing"),
        ("must_match", ["Nothing here."], "must match alone"),
        ("must_not_match", [TABLES[0]["must_match"][0]], "must not match"),
        ("hints", ["absent"], "no hint is part of"),
        ("pattern", TABLES[0]["pattern"] + "x*", "is not possessive"),
    ],
)
def test_a_poor_rule_is_refused(key, value, problem, residue):
    assert problem in "\n".join(build.problems([TABLES[0] | {key: value}], residue))


def test_two_rules_cannot_share_an_id(residue):
    assert next(build.problems([TABLES[0], TABLES[0]], residue)) == "two rules have the same id"


@pytest.mark.parametrize(
    "pattern", ["a*", "a+?", "(?:ab{1,9}){2}", "x(?=a{2,3})", "(?>a+)", "[ab]{1,401}+", "(a)\\1", "a|b*", "(?:a*+){2}"]
)
def test_unbounded_patterns_are_told(pattern):
    assert build.backtracking(pattern)


@pytest.mark.parametrize("pattern", ["a{4}", "a?b{1,400}+", "(?:a{1,3}+|b)?", "(?<!a)[ab]", "(?>a{1,9}+)"])
def test_bounded_patterns_pass(pattern):
    assert build.backtracking(pattern) == []


def test_what_is_written_is_up_to_date():
    assert (FOLDER / "bundle.toml").read_text("utf-8") == build.manifest()

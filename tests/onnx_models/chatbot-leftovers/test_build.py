import importlib.util
import json
import sys

from originlens import bundles

FOLDER = bundles.shipped_bundles() / "chatbot-leftovers"
spec = importlib.util.spec_from_file_location("leftovers_build", FOLDER / "build.py")
build = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = build
spec.loader.exec_module(build)


def test_the_rules_hold_and_what_is_written_is_up_to_date():
    residue = build.opened()
    assert (FOLDER / "bundle.toml").read_text("utf-8") == build.manifest()
    for case in json.loads((FOLDER / "golden.json").read_text("utf-8"))["cases"]:
        assert [mark.what for mark in build.marks_of(residue, case["text"])] == [mark["what"] for mark in case["marks"]]


def test_every_rule_is_seen_in_a_golden_case():
    cases = json.loads((FOLDER / "golden.json").read_text("utf-8"))["cases"]
    ids = {rule["id"] for rule in build.read(FOLDER / "rules.toml")["rule"]}
    assert {mark["what"] for case in cases for mark in case["marks"]} == ids

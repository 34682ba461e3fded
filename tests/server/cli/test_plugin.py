"""plugin: install, remove, switch and check, with names that are known and errors that help."""

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from originlens import install, switches
from originlens.errors import OriginlensError
from originlens.registry import Entry


def test_install_and_remove_say_what_they_did(run, monkeypatch):
    monkeypatch.setattr(install, "install", lambda target: install.Installed("bundle", (f"from-{target}",)))
    removed = []
    monkeypatch.setattr(install, "remove", removed.append)
    assert run("plugin", "install", "x").stdout == "Installed bundle: from-x\n"
    assert run("plugin", "remove", "x").stdout == "Removed: x\n"
    assert removed == ["x"]


def test_an_install_that_fails_ends_with_3_and_its_remedy(run, tmp_path):
    result = run("plugin", "install", tmp_path / "gone.zip")
    assert result.exit_code == 3
    assert "gone.zip" in result.stderr


def test_switches_take_known_names_alone(run):
    assert run("plugin", "disable", "chatbot-leftovers").exit_code == 0
    assert switches.read().disabled == {"chatbot-leftovers"}
    assert run("plugin", "enable", "chatbot-leftovers").exit_code == 0
    assert switches.read().disabled == frozenset()
    result = run("plugin", "disable", "nosuch")
    assert result.exit_code == 3
    assert "chatbot-leftovers" in result.stderr


def test_the_switch_of_a_plugin_that_is_gone_can_be_forgotten(run):
    switches.change(disable=["gone"])
    assert run("plugin", "enable", "gone").exit_code == 0
    assert switches.read().disabled == frozenset()


@pytest.fixture
def checked(monkeypatch):
    """A registry with one open detector, and the results that its check will give."""
    results = []
    loaded = SimpleNamespace(about=SimpleNamespace(name="mine"), detector=object(), bundle=None)
    entries = [
        Entry("mine", "1", "m", "residue", "passage", "ready"),
        Entry("off", "1", "m", None, None, "disabled"),
        Entry("bad", "1", "m", None, None, "failed", "it is cut short", "Install it again."),
    ]

    class Fake:
        def __init__(self, settings, read_calibration):
            pass

        @contextmanager
        def lease(self):
            yield [loaded]

        def entries(self):
            return entries

        def close(self):
            pass

    monkeypatch.setattr("originlens.registry.Registry", Fake)
    monkeypatch.setattr("originlens.conformance.check", lambda detector, golden: results)
    return results


def test_check_ends_with_1_if_a_check_fails(run, checked):
    from originlens.conformance import Result

    checked += [Result("one", True, "[fine]"), Result("speed", None, "9 tokens a second")]
    result = run("plugin", "check", "mine")
    assert result.exit_code == 0
    assert "[fine]" in result.stdout
    assert "mine: all 1 checks passed." in result.stdout
    checked.append(Result("two", False, "it differs"))
    result = run("plugin", "check", "mine")
    assert result.exit_code == 1
    assert "FAIL" in result.stdout
    assert "mine: 1 of 2 checks failed." in result.stdout
    told = json.loads(run("plugin", "check", "mine", "--format", "json").stdout)
    assert told["passed"] is False
    assert told["checks"][2] == {"check": "two", "passed": False, "detail": "it differs"}


@pytest.mark.parametrize(
    ("name", "told"), [("off", "plugin enable off"), ("bad", "it is cut short"), ("nosuch", "known: ")]
)
def test_check_of_what_is_not_open_says_why(run, checked, name, told):
    result = run("plugin", "check", name)
    assert result.exit_code == 3
    assert told in " ".join(result.stderr.split())


def test_the_shipped_rules_pass_their_check_with_their_golden_cases(run):
    result = run("plugin", "check", "chatbot-leftovers", "--device", "cpu")
    assert result.exit_code == 0, result.stdout
    assert "golden cases" in result.stdout


def test_golden_cases_of_the_wrong_shape_are_told(tmp_path):
    from originlens.cli.plugin import _golden

    (tmp_path / "golden.json").write_text("[]")
    bundle = SimpleNamespace(manifest=SimpleNamespace(golden="golden.json"), path=lambda name: tmp_path / name)
    with pytest.raises(OriginlensError, match=r"golden\.json"):
        _golden(SimpleNamespace(bundle=bundle))

"""evaluate: labelled lines in, figures out; which detector, what is refused, and that no text is ever printed."""

import json
from types import SimpleNamespace

import pytest
import typer

from originlens.cli.evaluate import choose
from originlens.contract import About
from originlens.errors import OriginlensError
from originlens.registry import Entry
from tests.tiny_bundle import write_tiny_bundle

STORY = (
    "The ferry to the island was late because he had lost the key of the engine room. We sat on the wall and she told "
    "us of the winter in which it had not come at all, and of her aunt who rowed over for flour. "
)


@pytest.fixture
def labelled(tmp_path, own_home):
    """Eight short texts of our own and a bundle that flags all prose."""
    write_tiny_bundle(own_home / "bundles" / "tiny")
    rows = [
        {"id": n, "text": f"{STORY}That was in {1900 + n}.", "label": label, "source": "ours", "family": "qwen"}
        for n, label in enumerate(["human", "llm"] * 4)
    ]
    file = tmp_path / "ours.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    return file


def test_a_real_run_prints_json_and_writes_the_report(run, labelled, tmp_path) -> None:
    page = tmp_path / "out.html"
    asked = ("--detector", "tiny", "--false-alarms", "0.01", "--attacks", "--format", "json", "--html", page)
    result = run("evaluate", labelled, *asked)
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["files"], told["detector"], told["humans"], told["llms"]) == (["ours.jsonl"], "tiny", 4, 4)
    at = next(row for row in told["promise"] if row["rate"] == 0.01)
    assert (at["human"]["hits"], at["human"]["n"]) == (4, 4)  # it flags all prose
    assert 0 < at["human"]["low"] < at["human"]["high"] == 1
    assert {"none", "misspelling", "zero_width"} <= {row["name"] for row in told["attacks"]}
    assert page.read_text("utf-8").startswith("<!doctype html>")
    for printed in (result.stdout, result.stderr, page.read_text("utf-8")):
        assert "ferry" not in printed


def test_people_get_tables_and_a_limit_holds(run, labelled) -> None:
    result = run("evaluate", labelled, "--detector", "tiny", "--limit", "3", "--false-alarms", "0.01")
    assert result.exit_code == 0, result.stderr
    assert "tiny 1 on 3 human and 3 LLM texts of ours.jsonl" in result.stdout
    assert "At 1 in 100: 100% of human texts flagged" in result.stdout
    assert "What each promised rate gives" in result.stdout
    assert "ferry" not in result.stdout


def test_a_detector_that_is_not_there_is_told_with_those_that_are(run, labelled) -> None:
    result = run("evaluate", labelled, "--detector", "absent")
    assert result.exit_code == 3
    assert "'absent' is not an open statistical detector" in result.stderr
    assert "tiny" in result.stderr


def test_an_unreadable_line_ends_with_3_and_its_number(run, labelled) -> None:
    labelled.write_text('{"text": "A secret.", "label": "human"}\n{"text": "A secret.", "label": "robot"}\n')
    result = run("evaluate", labelled)
    assert result.exit_code == 3
    assert "line 2: label is 'robot'; expected 'human' or 'llm'" in result.stderr
    assert "secret" not in result.stderr


def test_a_report_that_cannot_be_written_is_told(run, labelled, tmp_path) -> None:
    result = run("evaluate", labelled, "--detector", "tiny", "--html", tmp_path / "no" / "out.html")
    assert result.exit_code == 3
    assert "No such file or directory" in result.stderr


def opened(*names: str, kind: str = "statistical") -> list:
    return [SimpleNamespace(about=About(name, "1", kind, "passage")) for name in names]


def registry(*entries: Entry) -> SimpleNamespace:
    return SimpleNamespace(entries=lambda: list(entries))


def test_the_only_statistical_detector_needs_no_name() -> None:
    others = opened("leftovers", kind="residue")
    assert choose(registry(), [*others, *opened("one")], None).about.name == "one"
    assert choose(registry(), opened("one", "two"), "two").about.name == "two"


def test_of_several_one_must_be_chosen() -> None:
    with pytest.raises(typer.BadParameter, match="one, two; choose one"):
        choose(registry(), opened("one", "two"), None)


def test_what_failed_says_why_and_what_is_not_statistical_is_no_choice() -> None:
    failed = Entry("broken", None, "m", None, None, "failed", "model.onnx: 120 bytes", "Install it again.")
    with pytest.raises(OriginlensError, match="broken: model"):
        choose(registry(failed), [], "broken")
    for name, told in (
        ("leftovers", "is not an open statistical detector; open: none"),
        (None, "works here; open: none"),
    ):
        with pytest.raises(OriginlensError, match=told):
            choose(registry(), opened("leftovers", kind="residue"), name)

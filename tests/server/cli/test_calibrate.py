"""calibrate: what it tells of what it made, what it refuses, and that it goes away again."""

import json
import random
import shutil

import pytest

from originlens import bundles, calibrations
from tests.server.pipeline.stand_ins import HUMAN
from tests.tiny_bundle import write_tiny_bundle

SHIPPED = bundles.shipped_bundles()
PARTS = HUMAN.split(". ")


@pytest.fixture(autouse=True)
def tiny(own_home, tmp_path, monkeypatch):
    """One statistical detector, and no shipped one."""
    monkeypatch.setattr(bundles, "shipped_bundles", lambda: tmp_path / "shipped")
    return write_tiny_bundle(own_home / "bundles" / "tiny")


def written(file, n, **more):
    rng = random.Random(n)
    rows = [{"text": f"{i} times. " + ". ".join(rng.choices(PARTS, k=6)) + ".", **more} for i in range(n)]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


def test_too_few_texts_are_told_with_what_they_can_promise(run, tmp_path):
    file = written(tmp_path / "own.jsonl", 12)
    with file.open("a") as more:
        more.write('\n{"text": "Made.", "label": "llm"}\n{"text": "Brief."}')
    told = run("calibrate", file).stdout
    assert "tiny is calibrated on 12 texts of your own now (own: 12)" in told
    assert "can promise is 1 in 13." in told
    assert "every answer will be `unclear` until each group has 999 texts" in told
    assert "None of the texts has 300 words and more" in told
    assert "Not used: 1 by an LLM; 1 shorter than 5 words." in told
    assert json.loads(calibrations.path("tiny").read_text())["fitted_on"] == "12 texts of your own"
    assert "its p-values come from 12 texts of your own" in run("detectors").stdout


def test_two_files_and_groups_count_apart(run, tmp_path):
    files = [written(tmp_path / "a.jsonl", 7, group="aunt", id="x"), written(tmp_path / "b.jsonl", 9)]
    told = run("calibrate", *files, "--detector", "tiny").stdout
    assert "10 texts of your own now (aunt: 1, own: 9)" in told  # texts with one id are parts of one document
    assert "can promise is 1 in 2." in told


def test_it_is_removed_once_and_only_where_there_is_one(run, tmp_path):
    assert "nothing was changed" in run("calibrate", "--remove").stdout
    run("calibrate", written(tmp_path / "own.jsonl", 5))
    assert "uses the calibration that it comes with again" in run("calibrate", "--remove").stdout
    assert not calibrations.path("tiny").exists()
    assert "nothing was changed" in run("calibrate", "--remove", "--detector", "tiny").stdout
    assert run("calibrate", "--remove", "--detector", "absent").exit_code == 3


def test_a_damaged_one_can_be_made_again(run, tmp_path):
    calibrations.write("tiny", "{ damaged")
    shown = run("detectors").stdout
    assert "your own calibration of it cannot be read" in shown
    assert "originlens calibrate --remove --detector tiny" in shown
    assert run("calibrate", written(tmp_path / "own.jsonl", 5)).exit_code == 0
    assert "failed" not in run("detectors").stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "has no line with a text"),
        ("{nonsense", "line 1"),
        ('{"id": 1}', "the key 'text' is missing"),
        ('{"text": "A.", "label": "robot"}', "expected 'human' or 'llm'"),
        ('{"text": "A.", "group": 3}', "group is a number"),
        ('{"text": "Brief."}\n{"text": "Made.", "label": "llm"}', "of 2 texts none is human and can be read by tiny"),
        ('{"text": "Made.", "label": "llm"}', "1 by an LLM"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_kept(run, tmp_path, content, told):
    file = tmp_path / "own.jsonl"
    file.write_text(content)
    result = run("calibrate", file)
    assert result.exit_code == 3
    assert told in " ".join(result.stderr.split())
    assert not calibrations.path("tiny").exists()


@pytest.mark.parametrize("arguments", [[], ["--remove", "own.jsonl"]])
def test_files_or_remove_and_not_both(run, arguments):
    assert run("calibrate", *arguments).exit_code == 2


def test_an_unknown_detector_and_a_choice_of_two_are_told(run, tmp_path, own_home):
    file = written(tmp_path / "own.jsonl", 5)
    assert "known: " in run("calibrate", file, "--detector", "absent").stderr
    write_tiny_bundle(own_home / "bundles" / "tiny-b")
    result = run("calibrate", file)
    assert result.exit_code == 3
    assert "tiny, tiny-b" in result.stderr
    assert "--detector" in result.stderr


def test_what_finds_marks_cannot_be_calibrated(run, tmp_path):
    shutil.copytree(SHIPPED / "chatbot-leftovers", tmp_path / "shipped" / "chatbot-leftovers")
    result = run("calibrate", written(tmp_path / "own.jsonl", 5), "--detector", "chatbot-leftovers")
    assert result.exit_code == 3
    assert "'chatbot-leftovers' finds marks and gives no statistic" in " ".join(result.stderr.split())
    assert "Name one of: tiny." in result.stderr

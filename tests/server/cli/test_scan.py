"""scan: files and standard input to answers; its options reach the pipeline; its exit codes mean something."""

import contextlib
import json
import os
import subprocess
import sys

import pytest

RECORDS = '{"id": "b", "text": "a robot"}\n{"id": "a", "text": "words"}\n'


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_records_from_standard_input_are_answered_line_for_line_in_order(run, pipeline):
    result = run("scan", "-", "--from", "jsonl", "--format", "jsonl", stdin=RECORDS)
    assert result.exit_code == 0
    assert [(line["type"], line["id"], line["verdict"]) for line in lines(result)] == [
        ("block", "b", "llm"), ("block", "a", "no_sign"),
    ]  # fmt: skip


def test_a_bad_record_is_answered_by_an_error_line_in_its_place(run, pipeline):
    result = run("scan", "--from", "jsonl", "--format", "jsonl", stdin="nonsense\n" + RECORDS)
    assert [line["type"] for line in lines(result)] == ["error", "block", "block"]
    assert result.exit_code == 3
    assert "line 1" in result.stderr


def test_json_of_records_is_the_shape_of_the_api_with_q_values(run, pipeline):
    (answer,) = lines(run("scan", "--from", "jsonl", "--format", "json", stdin=RECORDS))
    assert [block["id"] for block in answer["blocks"]] == ["b", "a"]
    assert answer["page"]["q_values"] == {"b": pytest.approx(0.0002), "a": pytest.approx(0.6)}
    assert "type" not in answer["page"]


def test_a_text_is_one_request_with_all_its_paragraphs(run, pipeline, tmp_path):
    (tmp_path / "a.md").write_text("# Title\n\nA robot [link](https://example.org/)\n")
    (answer,) = lines(run("scan", tmp_path / "a.md", "--format", "json", "--language", "en", "--false-alarms", "0.01"))
    (request,) = pipeline.requests
    assert [block.text for block in request.blocks] == ["Title", "A robot link"]
    assert request.document.links == ("https://example.org/",)
    assert (request.language, request.false_alarms) == ("en", 0.01)
    assert [block["id"] for block in answer["blocks"]] == ["p1", "p2"]


def test_several_files_keep_their_blocks_apart(run, pipeline, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    answers = lines(run("scan", tmp_path / "a.txt", tmp_path / "b.txt", "--format", "json"))
    assert [answer["blocks"][0]["id"] for answer in answers] == [f"{tmp_path}/a.txt#p1", f"{tmp_path}/b.txt#p1"]


@pytest.mark.parametrize(("unit", "start"), [("utf-16", 3), ("code-point", 2)])
def test_offsets_are_in_the_unit_asked_for(run, pipeline, unit, start):
    (answer,) = lines(run("scan", "--format", "json", "--offsets", unit, stdin="😀 LEFTOVER"))
    assert answer["blocks"][0]["evidence"][0]["spans"] == [{"start": start, "end": start + 8}]


def test_utf_16_is_the_unit_as_in_the_api(run, pipeline):
    (answer,) = lines(run("scan", "--format", "json", stdin="😀 LEFTOVER"))
    assert answer["blocks"][0]["evidence"][0]["spans"][0]["start"] == 3


@pytest.mark.parametrize(
    ("text", "code"), [("a robot", 1), ("LEFTOVER", 1), ("MENTION of a LEFTOVER", 0), ("words", 0), ("", 0)]
)
def test_with_exit_code_a_finding_ends_with_1_and_without_with_0(run, pipeline, text, code):
    assert run("scan", "--exit-code", stdin=text).exit_code == code
    assert run("scan", stdin=text).exit_code == 0


def test_the_report_is_of_one_file(run, pipeline, tmp_path):
    assert run("scan", "--format", "html", stdin="a robot 😀").stdout.startswith("<!doctype html>")
    result = run("scan", "a", "b", "--format", "html")
    assert result.exit_code == 2


def test_an_unknown_unit_is_wrong_use(run, pipeline):
    assert run("scan", "--offsets", "bytes", stdin="x").exit_code == 2


def test_an_empty_input_is_answered(run, pipeline):
    (answer,) = lines(run("scan", "--format", "json", stdin=""))
    assert (answer["blocks"], answer["page"]["blocks"]) == ([], 0)


def test_a_real_process_with_the_shipped_detectors_reads_a_pipe_and_outlives_its_reader(own_home):
    command = [sys.executable, "-m", "originlens", "scan", "--from", "jsonl", "--format", "jsonl", "--device", "cpu"]
    record = b'{"id": "r", "text": "Sales rose. :contentReference[oaicite:0]{index=0} Nobody knew why."}\n'
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"NO_COLOR": "1"},
    )
    process.stdin.write(record)
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())  # before the input has ended
    assert answer["id"] == "r"
    assert "residue" in [one["kind"] for one in answer["evidence"]]
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):  # it may have ended before it has read them all
        process.stdin.write(record * 2000)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(120) == 0, errors
    assert b"Traceback" not in errors

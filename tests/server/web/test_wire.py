"""Answers take exactly the shapes of tests/wire/, and offsets mean the same characters in both units."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.answer import Evidence, PassageAnswer
from originlens.errors import OriginlensError
from originlens.web import wire

from .conftest import FAILED, FLAGGED, PAGE, READY, SHORT, SHORT_PAGE, STATE, WIRE, example

ODD = st.text(st.sampled_from("aé\u0301\u200d\u200b\ufeff😀👩🏽𝒳\U0010ffff漢\n\x00\u05d0\ud800\udfff"), max_size=40)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.one_of(st.text(), ODD), st.data())
def test_a_utf16_offset_counts_what_javascript_counts(text: str, data: st.DataObject) -> None:
    point = data.draw(st.integers(0, len(text)))
    assert wire.Ruler(text).to_utf16(point) == units(text[:point])


@pytest.mark.parametrize(("offsets", "span"), [("utf-16", (2, 5)), ("code-point", (1, 3))])
def test_passages_and_spans_use_the_unit_that_was_asked_for(offsets: wire.Offsets, span: tuple[int, int]) -> None:
    mark = Evidence("d", "residue", "rule", "strong", ((1, 3),), covers=((1, 3, 1),))
    answer = replace(SHORT, passages=(PassageAnswer(1, 3, "llm", 0.1),), evidence=(mark,))
    block = wire.block_to_wire(answer, "😀a😀b", offsets)
    assert (block["passages"][0]["start"], block["passages"][0]["end"]) == span
    assert block["evidence"][0]["spans"] == [{"start": span[0], "end": span[1]}]
    assert block["evidence"][0]["covers"] == [{"start": span[0], "end": span[1]}]


def test_the_examples_of_a_scan_are_what_the_code_makes() -> None:
    texts = {block["id"]: block["text"] for block in example("scan_request.json")["blocks"]}
    blocks = [wire.block_to_wire(answer, texts[answer.id]) for answer in (FLAGGED, SHORT)]
    assert {"blocks": blocks, "page": wire.page_to_wire(PAGE)} == example("scan_response.json")


def test_the_example_of_a_stream_is_what_the_code_makes() -> None:
    lines = [wire.line("block", wire.block_to_wire(SHORT, "")), wire.line("page", wire.page_to_wire(SHORT_PAGE))]
    kept = (WIRE / "scan_stream.ndjson").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(line) for line in kept]
    assert all(line.startswith(b'{"type":') and line.endswith(b"}\n") for line in lines)


def test_the_examples_of_detectors_and_health_are_what_the_code_makes() -> None:
    detectors = {"detectors": [wire.entry_to_wire(entry) for entry in (READY, FAILED)]}
    assert detectors == example("detectors_response.json")
    assert wire.health_to_wire("0.1.0", STATE) == example("health_response.json")
    assert wire.health_to_wire("0.1.0", None) == {"version": "0.1.0", "wire": 1}


def test_the_example_of_a_problem_is_what_the_code_makes() -> None:
    error = OriginlensError("invalid_request", "false_alarms: 2 is not between 0.000001 and 0.5")
    assert wire.problem_to_wire(error) == example("problem.json")
    assert json.loads(wire.line("error", wire.problem_to_wire(error))) == {**example("problem.json"), "type": "error"}


@given(st.lists(st.sampled_from([r"\ud800", r"\uDBFF", r"\udc00", r"\ud83d\ude00", r"\\ud800", r"\n", "a", "é"])))
def test_lone_surrogates_in_json_become_one_replacement_each(parts: list[str]) -> None:
    body = '{"text": "' + "".join(parts) + '"}'
    exact = json.loads(body)["text"]
    got = wire.loads(body.encode())["text"]
    assert got == wire.clean(exact)
    assert len(got) == len(exact)
    assert units(got) == units(exact)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": NaN}', b'{"a": Infinity}', b'"\xed\xa0\x80"']
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(OriginlensError) as caught:
        wire.loads(body)
    assert caught.value.code == "invalid_json"


def test_an_error_about_json_quotes_nothing_of_it() -> None:
    with pytest.raises(OriginlensError) as caught:
        wire.loads(b'{"text": "a secret diary" \\ud800')
    assert "secret" not in f"{caught.value!r} {caught.value.detail} {caught.value.__cause__} {caught.value.__context__}"


def test_surrogates_in_what_a_detector_found_do_not_break_the_answer() -> None:
    mark = Evidence("d", "residue", "r\ud800", "strong", (), "\udfff", "v\ud800", None)
    odd = wire.block_to_wire(replace(SHORT, id="\ud800", evidence=(mark,)), "")
    assert json.loads(wire.line("block", odd))["evidence"][0]["detail"] == "\ufffd"
    assert wire.line("page", wire.page_to_wire(replace(PAGE, q_values={"\ud800": 0.5}, evidence=(mark,))))
    assert wire.line("error", wire.problem_to_wire(OriginlensError("invalid_request", "\ud800")))

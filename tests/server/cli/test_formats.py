"""formats.py: each form as it leaves, whatever the text holds."""

import io
import sys
from types import SimpleNamespace

import orjson
import pytest

from originlens.answer import Block
from originlens.cli.formats import Format, writer
from originlens.errors import OriginlensError
from originlens.pipeline.page import page
from originlens.web.wire import block_to_wire, page_to_wire

from .conftest import judged


@pytest.fixture
def printed(monkeypatch):
    """Print these texts in one form; gives what was printed."""

    def call(form, texts, *, records=False, with_text=False, error=False):
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        printer = writer(form, "a title", records=records, with_text=with_text)
        answers = [judged(Block(f"p{n}", text)) for n, text in enumerate(texts, 1)]
        for answer, text in zip(answers, texts, strict=True):
            printer.block(block_to_wire(answer, text, "code-point"), text)
        if error:
            printer.problem(OriginlensError("invalid_json", "line 9"), 9)
        printer.page(page_to_wire(page(answers, (), 0.01, ["fake"], 2.0)))
        return out.getvalue()

    return call


def test_json_is_one_object_also_without_blocks(printed):
    for texts in ([], ["one"], ["one", "two robot"]):
        answer = orjson.loads(printed(Format.JSON, texts))
        assert [block["id"] for block in answer["blocks"]] == [f"p{n + 1}" for n in range(len(texts))]
        assert answer["page"]["blocks"] == len(texts)
        assert set(answer) == {"blocks", "page"}


def test_jsonl_has_a_line_a_block_and_a_page_line_for_a_text_alone(printed):
    lines = [orjson.loads(line) for line in printed(Format.JSONL, ["one", "two"]).splitlines()]
    assert [line["type"] for line in lines] == ["block", "block", "page"]
    lines = [orjson.loads(line) for line in printed(Format.JSONL, ["one"], records=True, error=True).splitlines()]
    assert [line["type"] for line in lines] == ["block", "error"]
    assert (lines[1]["code"], lines[1]["line"]) == ("invalid_json", 9)


@pytest.mark.parametrize("form", [Format.JSON, Format.JSONL])
def test_the_text_is_added_only_where_it_is_asked_for(printed, form):
    assert b"some words" not in printed(form, ["some words"])
    assert b'"text":"some words"' in printed(form, ["some words"], with_text=True)


def test_the_report_is_a_page_with_the_text(printed):
    content = printed(Format.HTML, ["a <b>robot</b> wrote"]).decode()
    assert content.startswith("<!doctype html>")
    assert "&lt;b&gt;" in content
    assert "a title" in content


def test_the_table_has_a_line_a_block_and_ends_with_the_summary(printed):
    lines = printed(Format.TABLE, ["a robot", "human\nwords LEFTOVER"], error=True).decode().splitlines()
    assert lines[0] == "a title"
    assert lines[2].startswith("! Looks machine-written")
    assert "0.0001" in lines[2]
    assert lines[3].startswith("  No sign found")
    assert "[fake.leftover] … words LEFTOVER" in lines[3]  # the passage that it marks, not the line above
    assert "line 9" in lines[4]
    assert "1 of 2 paragraphs tested is flagged." in lines


def test_a_text_cannot_steer_the_terminal(printed):
    content = printed(Format.TABLE, ["\x1b[2J\x1b]0;title\x07 \u202e words"])
    assert b"\x1b" not in content
    assert "\u202e" not in content.decode()

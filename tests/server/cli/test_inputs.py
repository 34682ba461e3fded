"""inputs.py: which form a file has, its encoding, its paragraphs; what cannot be read is told."""

import io
import sys
from types import SimpleNamespace

import pytest

from originlens.cli.inputs import Form, form_of, opened, plain_text, read
from originlens.errors import OriginlensError


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.txt", "text"), ("A.HTML", "html"), ("b.htm", "html"), ("r.md", "markdown"), ("x.jsonl", "jsonl"),
     ("x.ndjson", "jsonl"), ("-", "text"), ("README", "text")],
)  # fmt: skip
def test_the_end_of_the_name_decides_unless_told(name, form):
    assert form_of(name, Form.AUTO) == form
    assert form_of(name, Form.HTML) is Form.HTML


def test_blank_lines_part_paragraphs_and_single_line_breaks_do_not():
    assert plain_text("One\nstill one.\n\n \t\n  Two. \r\n\r\nThree.\fFour.\n") == [
        "One\nstill one.",
        "Two.",
        "Three.",
        "Four.",
    ]
    assert plain_text(" \n\n ") == []


def test_ids_count_from_one_after_the_prefix(tmp_path):
    (tmp_path / "a.txt").write_text("One.\n\nTwo.")
    blocks = read(str(tmp_path / "a.txt"), Form.TEXT, "a#").blocks
    assert [(block.id, block.text) for block in blocks] == [("a#p1", "One."), ("a#p2", "Two.")]


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"\xef\xbb\xbfcaf\xc3\xa9", Form.TEXT), ("café".encode("utf-16"), Form.TEXT),
     (b'<meta charset="iso-8859-1"><p>caf\xe9', Form.HTML)],
)  # fmt: skip
def test_encodings_that_a_file_declares(tmp_path, content, form):
    (tmp_path / "a").write_bytes(content)
    assert [block.text for block in read(str(tmp_path / "a"), form).blocks] == ["café"]


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"\xef\xbb\xbfOne.\r\n\r\nTwo.\n", Form.TEXT), (b"# One\n", Form.MARKDOWN), (b"<p>One &amp; two", Form.HTML)],
)
def test_the_file_is_kept_as_it_was_stored(tmp_path, content, form):
    (tmp_path / "a").write_bytes(content)
    document = read(str(tmp_path / "a"), form).document
    assert document.source == content
    assert (document.html is not None) == (form is Form.HTML)


@pytest.mark.parametrize(
    ("content", "form", "told"),
    [(b"ab\xff", Form.TEXT, "byte 2 is 0xff"), (b"<meta charset=nosuch>", Form.HTML, "'nosuch'")],
)
def test_what_cannot_be_decoded_is_told(tmp_path, content, form, told):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(OriginlensError, match=told) as caught:
        read(str(tmp_path / "a"), form)
    assert caught.value.code == "file_unreadable"


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for name in (tmp_path / "gone", tmp_path):
        with pytest.raises(OriginlensError) as caught:
            read(str(name), Form.TEXT)
        assert caught.value.code == "file_unreadable"
        assert str(name) in caught.value.detail


def test_a_dash_is_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"x")))
    with opened("-") as content:
        assert content.read() == b"x"

"""inputs.py: files and standard input become blocks; what cannot be opened is told."""

import io
import sys
from types import SimpleNamespace

import pytest

from originlens.cli.inputs import opened, read
from originlens.errors import OriginlensError
from originlens.files.forms import Form, form_of
from tests.server.files.samples import pdf, word


def test_ids_count_from_one_after_the_prefix(tmp_path):
    (tmp_path / "a.txt").write_text("One.\n\nTwo.")
    blocks = read(str(tmp_path / "a.txt"), Form.TEXT, "a#").blocks
    assert [(block.id, block.text) for block in blocks] == [("a#p1", "One."), ("a#p2", "Two.")]


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"\xef\xbb\xbfOne.\r\n\r\nTwo.\n", Form.TEXT), (b"# One\n", Form.MARKDOWN), (b"<p>One &amp; two", Form.HTML)],
)
def test_the_file_is_kept_as_it_was_stored(tmp_path, content, form):
    (tmp_path / "a").write_bytes(content)
    document = read(str(tmp_path / "a"), form).document
    assert document.source == content
    assert (document.html is not None) == (form is Form.HTML)


def test_word_and_pdf_are_read_too(tmp_path):
    for name, content in {"a.docx": word("One."), "a.pdf": pdf(["One."])}.items():
        (tmp_path / name).write_bytes(content)
        blocks = read(str(tmp_path / name), form_of(name, Form.AUTO)).blocks
        assert [(block.id, block.text) for block in blocks] == [("p1", "One.")]


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

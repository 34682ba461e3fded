"""forms.py: what a file holds, by its name or its media type."""

import pytest

from originlens.files.forms import MEDIA_TYPES, Form, form_of


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.txt", "text"), ("A.HTML", "html"), ("b.htm", "html"), ("r.md", "markdown"), ("x.jsonl", "jsonl"),
     ("x.ndjson", "jsonl"), ("-", "text"), ("README", "text"), ("Letter.DOCX", "word"), ("a.b.pdf", "pdf")],
)  # fmt: skip
def test_the_end_of_the_name_decides_unless_told(name, form):
    assert form_of(name, Form.AUTO) == form
    assert form_of(name, Form.HTML) is Form.HTML


def test_every_form_that_is_one_text_has_a_media_type():
    assert set(MEDIA_TYPES.values()) == set(Form) - {Form.AUTO, Form.JSONL}

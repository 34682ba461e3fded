"""read.py: every form leads to its paragraphs."""

import pytest

from originlens.contract import Document
from originlens.files.forms import Form
from originlens.files.read import paragraphs
from tests.server.files.samples import pdf, word


@pytest.mark.parametrize(
    ("form", "content"),
    [(Form.TEXT, b"One.\n\nTwo."), (Form.HTML, b"<p>One.<p>Two."), (Form.MARKDOWN, b"# One.\n\n**Two.**"),
     (Form.WORD, word("One.", "Two.")), (Form.PDF, pdf(["One."], ["Two."]))],
)  # fmt: skip
def test_paragraphs_in_reading_order(form, content):
    assert paragraphs("a", content, form)[0] == ["One.", "Two."]


def test_the_page_itself_comes_with_html_alone():
    assert paragraphs("a", b"<p>x", Form.HTML)[1].html == "<p>x"
    assert paragraphs("a", b"x", Form.TEXT)[1] == Document((), source=b"x")

"""plain.py: the paragraphs of a plain text, and the encodings that a file declares."""

import pytest

from originlens.errors import OriginlensError
from originlens.files.forms import Form
from originlens.files.plain import decoded, plain_text


def test_blank_lines_part_paragraphs_and_single_line_breaks_do_not():
    assert plain_text("One\nstill one.\n\n \t\n  Two. \r\n\r\nThree.\fFour.\n") == [
        "One\nstill one.",
        "Two.",
        "Three.",
        "Four.",
    ]
    assert plain_text(" \n\n ") == []


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"\xef\xbb\xbfcaf\xc3\xa9", Form.TEXT), ("café".encode("utf-16"), Form.TEXT),
     (b'<meta charset="iso-8859-1"><p>caf\xe9', Form.HTML)],
)  # fmt: skip
def test_encodings_that_a_file_declares(content, form):
    assert decoded("a", content, form).endswith("café")


@pytest.mark.parametrize(
    ("content", "form", "told"),
    [(b"ab\xff", Form.TEXT, "a.txt is not utf-8: byte 2 is 0xff"), (b"<meta charset=nosuch>", Form.HTML, "'nosuch'")],
)
def test_what_cannot_be_decoded_is_told(content, form, told):
    with pytest.raises(OriginlensError, match=told) as caught:
        decoded("a.txt", content, form)
    assert caught.value.code == "file_unreadable"

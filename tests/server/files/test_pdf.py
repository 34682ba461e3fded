"""pdf.py: lines become the paragraphs that they were; what holds no text is told."""

import io

import pypdf
import pytest

from originlens.errors import OriginlensError
from originlens.files import pdf as module
from originlens.files.pdf import pdf_text
from tests.server.files.samples import pdf

FIRST = [
    "The ferry left at six and the harbour lay so still that",
    "every mast stood in it twice. We drank our cof-",
    "fee on deck.",
]
SECOND = ["Nobody spoke before the island came in sight, and then", "all of us at once. It rained."]
JOINED = [
    "The ferry left at six and the harbour lay so still that every mast stood in it twice. We drank our coffee on deck.",
    "Nobody spoke before the island came in sight, and then all of us at once. It rained.",
]


def test_lines_are_joined_and_hyphens_at_their_ends_taken_away():
    assert pdf_text("a.pdf", pdf([*FIRST, *SECOND])) == JOINED


def test_a_sentence_goes_on_over_the_page():
    assert pdf_text("a.pdf", pdf(FIRST[:2], FIRST[2:])) == JOINED[:1]


def test_running_heads_and_page_numbers_are_no_text():
    pages = [["A walk by the sea", *FIRST, str(n)] for n in range(1, 5)]
    assert pdf_text("a.pdf", pdf(*pages)) == JOINED[:1] * 4


def locked() -> bytes:
    writer, out = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(pdf(FIRST)))), io.BytesIO()
    writer.encrypt("a secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"%PDF-1.4 and nothing", "is no PDF, or damaged"), (b"", "is no PDF"), (pdf([]), "holds no text"),
     (locked(), "is locked with a password")],
    ids=["damaged", "empty", "picture", "locked"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_what_to_do(content, told):
    with pytest.raises(OriginlensError, match=told) as caught:
        pdf_text("a.pdf", content)
    assert caught.value.code == "file_unreadable"
    assert caught.value.detail.startswith("a.pdf")


def test_more_pages_than_a_book_has_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_PAGES", 2)
    with pytest.raises(OriginlensError, match="has 3 pages; at most 2"):
        pdf_text("a.pdf", pdf(FIRST, FIRST, FIRST))

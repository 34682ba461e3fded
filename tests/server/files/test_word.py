"""word.py: the paragraphs of a Word file, and what a damaged or swollen one is told."""

import pytest

from originlens.errors import OriginlensError
from originlens.files import word as module
from originlens.files.word import word_text
from tests.server.files.samples import word


def test_paragraphs_come_in_order_and_the_stand_in_page_is_not_passed_on():
    found, document = word_text("a.docx", word("The first & only.", "Zweiter Absatz: größer."))
    assert found == ["The first & only.", "Zweiter Absatz: größer."]
    assert document.html is None


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"PK but no archive", "is no Word file"), (word("x", more={"word/document.xml": b"<broken"}), "is damaged")],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_no_word_file_is_told(content, told):
    with pytest.raises(OriginlensError, match=told) as caught:
        word_text("a.docx", content)
    assert caught.value.code == "file_unreadable"
    assert "a.docx" in caught.value.detail


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(module, "MOST_UNPACKED", 10_000)
    with pytest.raises(OriginlensError, match="unpacks to"):
        word_text("a.docx", word("x", more={"word/styles.xml": b"0" * 20_000}))
    # Pictures take no part in it.
    assert word_text("a.docx", word("x", more={"word/media/a.png": b"0" * 20_000}))[0] == ["x"]

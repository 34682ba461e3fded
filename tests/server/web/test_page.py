"""The try-it page: which files are served, and who sees its token."""

from pathlib import Path

import pytest

from originlens.web.page import RIGHTS, Page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text('<meta content="{{token}}">')
    (tmp_path / "page.js").write_text("1")
    (tmp_path / "notes.txt").write_text("private")
    (tmp_path / "page.py").write_text("private")
    (tmp_path / "more").mkdir()
    return tmp_path


def test_only_files_with_a_known_ending_are_served(folder: Path) -> None:
    assert Page(folder).files == {"page.js": ("text/javascript", b"1")}


def test_the_token_is_for_those_who_are_trusted(folder: Path) -> None:
    page = Page(folder)
    assert page.html(trusted=True) == f'<meta content="{page.token}">'.encode()
    assert page.html(trusted=False) == b'<meta content="">'


def test_each_page_has_a_token_of_its_own(folder: Path) -> None:
    page, other = Page(folder), Page(folder)
    assert page.owns(page.token)
    assert not page.owns(other.token)
    assert not page.owns("")
    assert not page.owns("\ud800")


def test_the_shipped_page_has_a_place_for_the_token_and_its_files() -> None:
    page = Page()
    assert page.token.encode() in page.html(trusted=True)
    assert b"{{" not in page.html(trusted=True)
    assert {"page.js", "style.css"} <= page.files.keys()


def test_its_rights_end_at_scanning() -> None:
    assert {"/v1/scan", "/v1/text", "/v1/detectors", "/v1/health"} == RIGHTS

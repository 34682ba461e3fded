import pytest

from originlens_declared.nesting import too_deep


@pytest.mark.parametrize(
    "html", ["", "<div>" * 4000, "<p>" * 50_000, "<div><p>x</p></div>" * 50_000, "<li><br>" * 20_000, "< " * 50_000]
)
def test_pages_that_a_parser_reads_at_once(html):
    assert not too_deep(html)


@pytest.mark.parametrize("html", ["<div>" * 50_000, "<b>" * 9000 + "</b>" * 9000, "<DIV ><p>" * 30_000])
def test_pages_that_would_take_it_long(html):
    assert too_deep(html)

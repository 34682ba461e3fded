import pytest

from originlens import __version__
from originlens.html_page import fill, safe

PARTS = {"texts": "", "detector": "<b>one</b>", "headline": "", "lines": "", "plots": "", "tables": "$style"}


def test_a_template_is_filled_in_once_with_its_styles_and_the_version() -> None:
    page = fill("evaluate/report.html", ["web/try_it/tokens.css", "cli/report.css"], **PARTS, fitted_on="")
    assert "<h1><b>one</b></h1>" in page
    assert page.index("--suspicion-line") < page.index(".page-marks")
    assert f"Originlens {__version__}" in page
    assert "\n$style\n" in page  # a part is no template


def test_a_part_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(KeyError, match="fitted_on"):
        fill("evaluate/report.html", [], **PARTS)


def test_text_becomes_html_of_the_same_length_to_a_reader() -> None:
    assert safe('<i> & "\ud800"') == "&lt;i&gt; &amp; &quot;?&quot;"

"""No page of pages.toml gets a mark from a detector of whole documents, and none turned inside out does harm."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import originlens_declared
import originlens_hidden
import originlens_residue
import originlens_signed
from originlens import bundles
from originlens.contract import Document
from originlens.files.html import html_text
from tests.plugins.pages import pages

PAGES = list(pages())
MARKUP = [
    "<div ai-disclosure=none>", "</div>", "<meta name=ai-disclosure content=", "'ai-generated'>", "<script type='application/ld+json'>",
    '{"@type":"Article","digitalSourceType":"trainedAlgorithmicMedia"}', "</script>", "<p>", "<!--", "-->", "<table><td>", "&", "\0",
    "<template>", "<svg>", "<article itemscope itemtype=Article>", "<i itemprop=digitalSourceType>", "<script type=application/c2pa>",
    "<link rel=c2pa-manifest href=x>", "<meta name=AIGC content='{\"Label\":\"1\"}'>", "\ud800", "<html ai-disclosure=mixed", ">", '"', "AIGC",
]  # fmt: skip


@pytest.fixture(scope="module")
def read():
    methods = {
        "content-credentials": originlens_signed, "declarations": originlens_declared,
        "chatbot-leftovers": originlens_residue, "hidden-characters": originlens_hidden,
    }  # fmt: skip
    detectors = [method.open(bundles.load(bundles.shipped_bundles() / name)) for name, method in methods.items()]

    def marks(document):
        found = [mark for d in detectors for mark in d.read([d.prepare(document)])[0].marks]
        return [mark for mark in found if mark.strength != "none"]

    return marks


def test_there_are_two_hundred():
    assert len(PAGES) == 200
    assert len({html for _, html in PAGES}) == 200


@pytest.mark.parametrize(("name", "html"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_by_people_gets_no_mark(read, name, html):
    paragraphs, document = html_text(html)
    assert read(replace(document, blocks=tuple(paragraphs), source=html.encode())) == []
    assert read(Document((), html=html)) == []


@given(st.lists(st.sampled_from(MARKUP), max_size=60).map("".join), st.text(max_size=40))
def test_any_markup_is_read(read, html, text):
    for mark in read(Document((text, html), html=html, headers={"ai-disclosure": html, "link": html}, source=None)):
        assert mark.block is None or all(0 <= start <= end for start, end in mark.spans)


@pytest.mark.parametrize(
    "piece", [*MARKUP, "\ufeff", "-----BEGIN C2PA MANIFEST----- ", "mode=", '"', "This article was written by AI. "]
)
def test_what_is_found_in_a_million_characters_is_found_in_bounded_time(read, piece):
    huge = piece * (1_000_000 // len(piece))
    read(
        Document(
            (huge,),
            html=huge + "ai-disclosure c2pa",
            headers={"ai-disclosure": huge, "link": huge},
            source=huge.encode("utf-8", "replace"),
        )
    )

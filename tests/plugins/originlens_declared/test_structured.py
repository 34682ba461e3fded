import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from originlens_declared import structured

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def in_json_ld(value, terms):
    tree = LexborHTMLParser(f'<script type="application/ld+json">{json.dumps(value)}</script>')
    return [statement.meaning for statement in structured.json_ld(tree, terms)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"@type": "Article", "digitalSourceType": AI}, ["ai"]),
        ({"@type": ["Thing", "https://schema.org/NewsArticle"], "schema:digitalSourceType": {"@id": AI}}, ["ai"]),
        ([{"@type": "BlogPosting", "digitalSourceType": ["https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"]}], ["assisted"]),
        ({"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "Article", "digitalSourceType": "digitalCreation"}}]}, ["human"]),
        ({"@type": "Article", "aiDisclosure": {"level": "ai-assisted", "tool": "Claude"}}, ["assisted"]),
        ({"@type": "Article", "aiDisclosure": "ai-generated"}, ["ai"]),
        ({"@type": "Article", "image": {"@type": "ImageObject", "digitalSourceType": AI}}, []),
        ({"@type": "ImageObject", "digitalSourceType": AI}, []),
        ({"@type": "ItemList", "itemListElement": [{"@type": "Article", "digitalSourceType": AI}]}, []),
        ({"@type": "Article", "digitalSourceType": "digitalCapture"}, []),
        ({"digitalSourceType": AI}, []),
    ],
)  # fmt: skip
def test_json_ld_of_the_text_itself_counts(value, expected, terms):
    assert in_json_ld(value, terms) == expected


def test_a_term_is_told_without_its_address(terms):
    tree = LexborHTMLParser(f'<div typeof="Article"><b property="digitalSourceType" content="{AI}"></b></div>')
    assert [statement.words for statement in structured.markup(tree, terms)] == [
        "RDFa, digitalSourceType: trainedAlgorithmicMedia"
    ]


def test_json_ld_that_goes_in_circles_or_too_deep_ends(terms):
    deep = {"@type": "Article", "digitalSourceType": AI}
    for _ in range(400):
        deep = {"@graph": [deep]}
    assert in_json_ld(deep, terms) == []
    tree = LexborHTMLParser('<script type="application/ld+json">' + '[{"@graph":' * 50_000 + "</script>")
    assert list(structured.json_ld(tree, terms)) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<div itemscope itemtype="https://schema.org/Article"><meta itemprop="digitalSourceType" content="{AI}"></div>', ["ai"]),
        (f'<div itemscope itemtype="https://schema.org/Article"><link itemprop="a digitalSourceType" href="{AI}"></div>', ["ai"]),
        ('<div itemscope itemtype="Report"><b itemprop="digitalsourcetype">humanEdits</b></div>', ["human"]),
        (f'<div typeof="schema:Article"><span property="schema:digitalSourceType" resource="{AI}"></span></div>', ["ai"]),
        (f'<div itemscope itemtype="Article"><i itemscope itemtype="ImageObject"><meta itemprop="digitalSourceType" content="{AI}"></i></div>', []),
        (f'<div typeof="Article"><i typeof="ImageObject" property="digitalSourceType" content="{AI}"></i></div>', []),
        (f'<meta itemprop="digitalSourceType" content="{AI}">', []),
        ('<div itemscope itemtype="Article"><meta itemprop="digitalSourceType" content=""></div>', []),
    ],
)  # fmt: skip
def test_microdata_and_rdfa_count_for_the_item_they_stand_in(html, expected, terms):
    assert [statement.meaning for statement in structured.markup(LexborHTMLParser(html), terms)] == expected


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ({"Label": "1"}, "1"), ({"Label": 1}, 1), ('{"AIGC":{"Label":"1"}}', "1"), ({"AIGC": '{"Label":"2"}'}, "2"),
        ({"Label": "0"}, None), ("{", None), ([], None), (None, None), ({"AIGC": {"enabled": True}}, None),
    ],
)  # fmt: skip
def test_the_aigc_object_in_all_its_wrappings(value, label):
    found = structured.aigc(value)
    assert (found and found["Label"]) == label


def test_an_aigc_object_without_end_is_none():
    deep = {"Label": "1"}
    for _ in range(900):
        deep = {"AIGC": deep}
    assert structured.aigc(deep) is None

"""What pages, servers and labels say of a text's making is told as what it is: somebody's word."""

import pytest

import originlens_declared
from originlens.contract import BundleNeeded


def found(marks):
    return [(mark.what, mark.strength, mark.block) for mark in marks]


def test_the_page_says_it_in_a_meta_tag_with_model_and_maker(read):
    html = '<meta name="ai-disclosure" content="AI-generated"><meta name="ai-model" content="gpt-4o"><meta name="ai-provider" content="OpenAI">'
    (mark,) = read("A text.", html=html)
    assert (mark.what, mark.strength, mark.block, mark.spans) == ("declared.ai", "strong", None, ())
    assert (mark.vendor, mark.family) == ("gpt-4o", "openai")
    assert (
        mark.detail
        == "The page says that it was written by an AI model (gpt-4o, OpenAI): <meta> ai-disclosure: AI-generated"
    )


def test_the_server_says_it_in_a_header(read):
    (mark,) = read("A text.", headers={"ai-disclosure": 'mode=ai-modified; model="Claude"; provider="Anthropic"'})
    assert (mark.what, mark.family) == ("declared.assisted", "anthropic")


def test_parts_say_it_for_their_own_blocks_and_the_innermost_counts(read):
    html = """<div ai-disclosure="none"><p>By  hand.</p><aside ai-disclosure="ai-generated" ai-model="Gemini">
        <p>In short:\n it rained.</p></aside></div><p>Elsewhere.</p>"""
    marks = read("By hand.", "In short: it rained.", "Elsewhere.", html=html)
    assert found(marks) == [("declared.human", "weak", 0), ("declared.ai", "strong", 1)]
    assert marks[1].spans == ((0, 20),)
    assert (marks[0].vendor, marks[1].vendor, marks[1].family) == (None, "Gemini", "google")


def test_an_article_says_it_for_the_page(read):
    assert found(read("A text.", html='<article aidisclosure="autonomous">A text.</article>')) == [
        ("declared.ai", "strong", None)
    ]


def test_a_label_is_a_paragraph_of_its_own(read):
    marks = read("This article was written by AI.", "Ann said: “This article was written by AI.”", "本文由AI生成")
    assert found(marks) == [("declared.label.en.written-by", "weak", 0), ("declared.label.zh.generated", "weak", 2)]
    assert marks[0].spans == ((0, 31),)


def test_contradictions_are_all_told(read):
    html = '<meta name="ai-disclosure" content="none"><meta name="ai-generated" content="true">'
    assert [mark.what for mark in read("A text.", html=html)] == ["declared.human", "declared.ai"]


def test_the_same_declaration_twice_is_told_once(read):
    script = (
        '<script type="application/ld+json">{"@type":"Article","digitalSourceType":"trainedAlgorithmicMedia"}</script>'
    )
    assert len(read("A text.", html=script * 5)) == 1


def test_wishes_are_shown_as_saying_nothing(read):
    html = '<meta name="robots" content="noai"><meta name="tdm-reservation" content="1">'
    marks = read("A text.", html=html, headers={"x-robots-tag": "noimageai"})
    assert found(marks) == [("optout.ai", "none", None), ("optout.ai", "none", None), ("optout.tdm", "none", None)]
    assert all("says nothing about who wrote it" in mark.detail for mark in marks)


def test_it_needs_its_terms():
    with pytest.raises(BundleNeeded, match=r"terms\.toml"):
        originlens_declared.open(None)


def test_it_says_what_it_is(declared):
    about = declared.about
    assert (about.name, about.kind, about.scope) == ("declarations", "declared", "document")

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import originlens_residue
from originlens import bundles
from originlens.contract import BundleNeeded, Document, Mark

CITED = "The bridge opened in May. :contentReference[oaicite:0]{index=0}"

TABLES = tomllib.loads((bundles.shipped_bundles() / "chatbot-leftovers" / "rules.toml").read_text("utf-8"))["rule"]
PIECES = [hint for table in TABLES for hint in table["hints"]] + [
    text for table in TABLES for text in table["must_match"]
]


@pytest.fixture(scope="module")
def residue():
    detector = originlens_residue.open(bundles.load(bundles.shipped_bundles() / "chatbot-leftovers"))
    yield detector
    detector.close()


def marks(residue, *blocks, links=()):
    (reading,) = residue.read([residue.prepare(Document(blocks, links=links))])
    return reading.marks


def test_it_says_what_it_is(residue):
    about = residue.about
    assert (about.name, about.kind, about.scope, about.least_words) == ("chatbot-leftovers", "residue", "document", 0)


def test_it_needs_its_rules():
    with pytest.raises(BundleNeeded, match=r"rules\.toml"):
        originlens_residue.open(None)


def test_a_mark_names_rule_block_span_and_maker(residue):
    (mark,) = marks(residue, "A heading", CITED)
    assert mark == Mark(
        "chatgpt.oaicite", "strong", ((26, 63),), 1, "ChatGPT", "openai", ":contentReference[oaicite:0]{index=0}"
    )
    assert CITED[slice(*mark.spans[0])] == mark.detail


def test_spans_are_code_points_of_the_original(residue):
    (mark,) = marks(residue, "👩‍👩‍👧‍👦 e\u0301 \u200b [cite_start]Yes.")
    assert mark.spans == ((13, 25),)


def test_one_mark_a_rule_and_block_with_all_its_spans(residue):
    text = "One citeturn0search0 two citeturn1news2 three [cite_start]four."
    first, second = marks(residue, text)
    assert [text[slice(*span)] for span in first.spans] == ["citeturn0search0", "citeturn1news2"]
    assert (second.what, second.block) == ("gemini.cite-start", 0)


def uses(residue, *blocks, **outside):
    return [mark.what for mark in marks(residue, *blocks, **outside) if mark.strength != "none"]


def test_a_long_string_is_cut_in_the_detail_alone(residue):
    (mark,) = marks(residue, "See sandbox:/mnt/data/" + "a" * 90)
    assert (len(mark.detail), mark.spans) == (80, ((4, 112),))


def test_links_give_one_weak_mark_of_the_page_without_the_address(residue):
    links = (
        "https://example.org/private?utm_source=chatgpt.com",
        "https://example.org/b?c=1&utm_source=chatgpt.com",
        "/",
    )
    (mark,) = marks(residue, "Plain words.", links=links)
    assert (mark.what, mark.strength, mark.spans, mark.block) == ("chatgpt.link", "weak", (), None)
    assert mark.detail == "2 of 3 links: utm_source=chatgpt.com"


def test_rules_for_text_do_not_read_links(residue):
    assert marks(residue, "Plain words.", links=("https://example.org/#[cite_start]",)) == ()


@pytest.mark.parametrize(
    "quoted",
    ["“{}”", '"{}"', "'{}'", "‘{}’", "„{}“", "«{}»", "「{}」", "`{}`", "```\n{}\n```", "“Search for {} in drafts”"],
)
def test_a_quoted_string_is_a_mention(residue, quoted):
    (mark,) = marks(residue, "Look for " + quoted.format("turn0search0") + " in new articles.")
    assert (mark.strength, mark.family, mark.vendor) == ("none", None, None)
    assert mark.detail == "only mentioned, in quotation marks: turn0search0"
    assert uses(residue, "We saw " + quoted.format("nothing") + " in the museum. turn0search0") == ["chatgpt.turn"]


@pytest.mark.parametrize(
    ("text", "strengths"),
    [
        ("</think>\nIt opens at nine.", ["weak"]), ("It opens.</think>", ["weak"]), ("So</think> it opens.", []),
        ("It hides `</think>` from us.", ["none"]), ("Certainly! Here is a list of them.", ["weak"]),
        ("Yes. Certainly! Here is a list of them.", []), ("It had the words Certainly! Here is a list.", ["none"]),
    ],
)  # fmt: skip
def test_what_is_used_at_the_edge_of_a_line_alone_is_told_inside_where_it_is_a_mention(residue, text, strengths):
    assert [mark.strength for mark in marks(residue, text)] == strengths


def test_a_page_with_the_strings_of_three_makers_is_about_chatbots(residue):
    two = ("One citeturn0search0.", "Two [cite_start]three.", "https://example.org/?utm_source=openai")
    assert uses(residue, *two) == ["chatgpt.turn", "gemini.cite-start", "openai.link"]
    assert uses(residue, *two, "Four [attached_file:1].") == []
    assert uses(residue, *two, links=("https://example.org/?referrer=grok.com",)) == []
    several = marks(residue, *two, links=("https://example.org/?referrer=grok.com",))
    assert {mark.detail.split(":")[0] for mark in several} == {
        "only mentioned, on a page that shows what several chatbots leave"
    }


def test_a_page_that_names_the_string_as_often_as_it_carries_it_talks_about_it(residue):
    named = "Reviewers look for `turn0search0` first."
    used = "The museum has four floors. citeturn0search0"
    assert uses(residue, used) == ["chatgpt.turn"]
    assert uses(residue, named, used) == []
    assert uses(residue, named, used, used) == ["chatgpt.turn", "chatgpt.turn"]
    assert uses(residue, named, "* [cite_start]Four floors.") == ["gemini.cite-start"]


def test_a_leftover_inside_a_long_quotation_does_not_make_the_page_one_about_it(residue):
    said = "“We opened the bridge in May after nine years of work, and nobody was more surprised than I was citeturn0news1”"
    found = marks(residue, said, "It is 80 m long. citeturn0search0")
    assert [mark.strength for mark in found] == ["none", "strong"]


HTML = "<p>One</p><pre>cite turn0search0</pre><blockquote>The museum has\n four floors. turn1news2</blockquote>"


def test_code_and_quotations_of_the_page_are_mentions(residue):
    document = Document(("The museum has four floors. turn1news2", "It opens at nine. turn0search0"), html=HTML)
    (reading,) = residue.read([residue.prepare(document)])
    assert [(mark.strength, mark.detail) for mark in reading.marks] == [
        ("none", "only mentioned, in a quotation: turn1news2"), ("none", "only mentioned, in code: turn0search0"),
    ]  # fmt: skip
    assert uses(residue, *document.blocks) == ["chatgpt.turn", "chatgpt.turn"]


def test_links_of_a_page_that_talks_about_the_parameter_are_mentions(residue):
    links = ("https://example.org/?utm_source=chatgpt.com",)
    (named, link) = marks(residue, "It adds ?utm_source=chatgpt.com to links.", links=links)
    assert (named.strength, link.strength, link.block) == ("none", "none", None)
    assert link.detail.endswith("1 of 1 links: utm_source=chatgpt.com")


def test_each_document_is_read_alone(residue):
    items = [residue.prepare(Document(blocks)) for blocks in ((CITED,), ("Plain.",), (), (CITED,))]
    readings = residue.read(items)
    assert [len(reading.marks) for reading in readings] == [1, 0, 0, 1]
    assert readings[0] == residue.read(items[:1])[0]


def test_odd_text_is_read(residue):
    assert marks(residue, "", "\ud800", "\0" * 10, "İ" * 50, "“" * 1000) == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join), max_size=4))
def test_whatever_the_text_spans_are_in_order_inside_it_and_apart(residue, blocks):
    for mark in marks(residue, *blocks, links=tuple(blocks)):
        edges = [edge for span in mark.spans for edge in span]
        assert edges == sorted(edges)
        assert mark.block is None or all(0 <= a < b <= len(blocks[mark.block]) for a, b in mark.spans)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["id"])
def test_long_texts_of_nothing_but_beginnings_are_read(residue, table):
    for text in (*table["hints"], *table["must_match"], *table["must_not_match"]):
        for cut in {1, len(text) // 2, len(text) - 1, len(text)} - {0}:
            marks(residue, text[:cut] * (4_000 // cut), (text[:cut] + " ") * (4_000 // cut))


@pytest.mark.parametrize(
    "piece",
    [
        "turn0search0", "turn0search", "citeturn0", "[cite: 1, ", "【1†", "[oai_citation:0‡", '"', "‘", "`a", " 'a",
        "\ue200a\ue202b", "contentReference[oaicite:", "As an AI language model, ", "[cite_start]", "PASTE_A_A_A_",
    ],
)  # fmt: skip
def test_what_is_found_grows_with_the_length_alone(residue, piece):
    short, long = (sum(len(m.spans) for m in marks(residue, piece * n)) for n in (2_000, 20_000))
    assert long <= 11 * short

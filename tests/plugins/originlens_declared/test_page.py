import pytest

from originlens_declared import page


def meanings(html, terms):
    return [statement.meaning for statement in page.read(html, terms).whole]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<META NAME="AI-Disclosure" CONTENT=" Mixed ">', ["mixed"]),
        ('<meta content="autonomous" name="ai-disclosure">', ["ai"]),
        ('<meta property="ai-disclosure" content="ai-assisted">', ["assisted"]),
        ('<meta name="ai-generated" content="partially">', ["assisted"]),
        ('<meta name="ai-generated" content="false">', ["human"]),
        ('<meta name="ai-generated" content="Claude 4">', ["ai"]),
        ('<meta name="iptc:digitalsourcetype" content="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia">', ["ai"]),
        ("""<meta name="AIGC" content='{"Label":"1","ContentProducer":"00119"}'>""", ["ai"]),
        ("""<meta name="AIGC" content='{"AIGC":{"Label":"3"}}'>""", ["perhaps"]),
        ("""<script type="application/json">{"AIGC":{"Label":"2"}}</script>""", ["perhaps"]),
        ('<html ai-disclosure="none"><body data-ai-disclosure="ai-generated">', ["human", "ai"]),
        ('<meta name="ai-disclosure" content="maybe"><meta name="ai-generated" content="x">', []),
        ("""<meta name="AIGC" content='{"Label":"4"}'><meta name="AIGC" content="{">""", []),
        ('<!-- <meta name="ai-disclosure" content="none"> -->', []),
    ],
)  # fmt: skip
def test_what_a_page_declares(html, expected, terms):
    assert meanings(html, terms) == expected


def test_a_perhaps_names_the_producer_and_the_label(terms):
    (said,) = page.read("""<meta name="AIGC" content='{"Label":"2","ContentProducer":"00119"}'>""", terms).whole
    assert said.words == "AIGC (GB 45438-2025), Label 2, may be AI-generated, ContentProducer: 00119"
    assert said.mark().strength == "weak"


def test_parts_have_their_text_with_single_spaces(terms):
    (part,) = page.read('<p ai-disclosure="none">One\n  <b>two</b></p>', terms).parts
    assert (part.text, part.statement.words) == ("One two", "<p> ai-disclosure: none")


def test_only_so_many_parts_are_read(terms):
    html = '<p ai-disclosure="none">x</p>' * (page.MOST_ELEMENTS + 9)
    assert len(page.read(html, terms).parts) == page.MOST_ELEMENTS


def test_a_page_that_nests_without_end_is_left_alone(terms):
    assert page.read('<meta name="ai-disclosure" content="none">' + "<div>" * 100_000, terms) == page.Page()

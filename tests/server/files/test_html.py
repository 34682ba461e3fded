"""html.py: what a reader sees, in order, and nothing that a reader does not see."""

import pytest

from originlens.files.html import html_text


def paragraphs(source):
    return html_text(source)[0]


def test_block_elements_part_paragraphs_and_inline_elements_do_not():
    source = (
        "<h1>A <em>title</em></h1><div>before<p>in <b>one</b> <a href=x>link</a>.</p>after</div><ul><li>x<li>y</ul>"
    )
    assert paragraphs(source) == ["A title", "before", "in one link.", "after", "x", "y"]


def test_spaces_fold_as_browsers_fold_them_and_br_starts_a_line():
    assert paragraphs("<p> a \n\t b<br>\n c&nbsp; d\u200be </p>") == ["a b\nc\u00a0 d\u200be"]


@pytest.mark.parametrize(
    "hidden",
    ["<script>x</script>", "<style>x</style>", "<nav>x</nav>", "<pre>x</pre>", "<code>x</code>", "<!-- x -->",
     "<textarea>x</textarea>", "<template>x</template>", "<noscript>x</noscript>", "<p hidden>x</p>",
     "<p aria-hidden=true>x</p>", "<p style='color:red; display : none'>x</p>", "<svg><text>x</text></svg>"],
)  # fmt: skip
def test_what_is_hidden_or_no_prose_is_left_out(hidden):
    assert paragraphs(f"<title>x</title><p>seen</p>{hidden}<p>too</p>") == ["seen", "too"]


def test_the_page_and_its_links_go_along():
    source = "<p>text <a href='https://example.org/?utm_source=x'>a</a><a>b</a>"
    document = html_text(source)[1]
    assert (document.html, document.links) == (source, ("https://example.org/?utm_source=x",))


def test_deep_nesting_and_broken_markup_are_read():
    assert paragraphs("<div>" * 50_000 + "deep") == ["deep"]
    assert paragraphs("<p>a<p>b</div></p><<<") == ["a", "b", "<<<"]
    assert paragraphs("") == []

"""What lies outside the text is gathered without touching the page, and cut where the daemon would refuse it."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

GATHER = "() => originlens.outside.gather()"


@pytest.mark.parametrize(
    ("html", "piece"),
    [
        ("<meta name=ai-disclosure content=assisted>", '<meta name="ai-disclosure" content="assisted">'),
        ("<link rel='license' href='/l'>", '<link rel="license" href="/l">'),
        (
            "<script type='application/ld+json'>{\"a\": 1}</script>",
            '<script type="application/ld+json">{"a": 1}</script>',
        ),
        ("<p ai-disclosure='ai'>So <b>it</b> is.</p>", '<p ai-disclosure="ai">So it is.</p>'),
        (
            "<figure itemscope itemtype='ImageObject'><i><meta itemprop='digitalSourceType' content='x'></i>words</figure>",
            '<figure itemscope="" itemtype="ImageObject"><meta itemprop="digitalSourceType" content="x"></figure>',
        ),
    ],
)
async def test_declarations_are_taken_with_what_they_belong_to(html, piece, blank) -> None:
    page = await blank(html, "outside.js")
    before = await page.evaluate("document.documentElement.outerHTML")
    outside = await page.evaluate(GATHER)
    assert piece in outside["html"].split("\n")
    assert outside["html"].startswith('<!doctype html>\n<html lang="en">\n<body>')
    assert await page.evaluate("document.documentElement.outerHTML") == before


@pytest.mark.parametrize(
    "html",
    [
        "<p>Just words</p>",
        "<script>var a</script><script type='application/json'>{}</script>",
        "<link rel=stylesheet href='data:text/css,'>",
        f"<meta name=a content='{'x' * 9000}'>",
        "<svg><title>words</title></svg>",
    ],
)
async def test_the_rest_of_the_page_is_not_sent(html, blank) -> None:
    page = await blank(html, "outside.js")
    outside = await page.evaluate(GATHER)
    assert outside["html"].count("\n") == 2


async def test_links_are_taken_once_and_only_those_of_the_web(blank) -> None:
    html = "<a href='https://a.example/b'>x</a><a href='https://a.example/b'>y</a><a href='mailto:a@b'>z</a><a>none</a>"
    page = await blank(html, "outside.js")
    assert (await page.evaluate(GATHER))["links"] == ["https://a.example/b"]


async def test_too_much_is_cut_between_pieces_never_inside(blank) -> None:
    page = await blank("".join(f"<p ai-disclosure=a{n}>{'x' * 19000}</p>" for n in range(40)), "outside.js")
    html = (await page.evaluate(GATHER))["html"]
    assert 500_000 < len(html) <= 524_288
    assert html.endswith("</p>")


async def test_no_code_of_the_page_runs_and_no_picture_is_loaded_for_a_copy(blank) -> None:
    page = await blank("<x-a ai-disclosure=ai>So it is.</x-a>", "outside.js")
    made = """() => {
      let made = 0;
      customElements.define("x-a", class extends HTMLElement { constructor() { super(); made++; } });
      const before = made;
      return [originlens.outside.gather().html.includes("<x-a "), made - before];
    }"""
    assert await page.evaluate(made) == [True, 0]


async def test_parts_that_declare_something_are_known_apart_from_the_head(blank) -> None:
    page = await blank('<meta name="ai-disclosure" content="none"><p>One.</p>', "outside.js")
    assert await page.evaluate("originlens.outside.declares()") is False
    await page.evaluate("document.body.setAttribute('ai-disclosure', 'none')")
    assert await page.evaluate("originlens.outside.declares()") is False
    await page.evaluate("document.querySelector('p').setAttribute('ai-disclosure', 'ai-generated')")
    assert await page.evaluate("originlens.outside.declares()") is True

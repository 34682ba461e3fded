"""Which elements are judged one by one, on sites that a rule names and on those that nobody listed."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS = """(host) => { const units = originlens.units.create(host); units.look();
  return Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, units.kindOf(element)])); }"""
DATED = "<div class=card id={0}><time>Monday</time><p>text</p></div>"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        (
            "<div id=a itemtype='https://schema.org/Comment'></div><div id=b class='comment'></div>",
            ["comment", "comment"],
        ),
        ("<div id=a class=commentary></div><div id=b role=article></div>", [None, None]),
        ("<div id=a itemprop=acceptedAnswer></div><div id=b class='h-review'></div>", ["answer", "review"]),
        ("<div role=feed id=b><div role=article id=a></div></div>", ["post", None]),
        (f"<main>{DATED.format('a')}{DATED.format('b')}</main>", ["post", "post"]),
        (f"<main>{DATED.format('a')}<div class=other id=b></div></main>", [None, None]),
        ("<div id=a data-role=assistant></div><div id=b data-role=user></div>", ["turn", None]),
    ],
)
async def test_units_of_pages_that_nobody_listed(html, kinds, blank) -> None:
    page = await blank(html, "units.js")
    assert await page.evaluate(KINDS, "www.elsewhere.example") == dict(zip("ab", kinds, strict=True))


async def test_a_rule_is_chosen_by_a_label_of_the_host_and_only_there(blank) -> None:
    page = await blank("<div class=commtext id=a></div>", "units.js")
    assert await page.evaluate(KINDS, "news.ycombinator.com") == {"a": "comment"}
    assert await page.evaluate(KINDS, "news.example") == {"a": None}


async def test_software_is_known_by_its_own_mark_on_any_host(blank) -> None:
    page = await blank(
        "<meta name=generator content='Discourse 3'><div class=topic-body><div class=cooked id=a></div></div>",
        "units.js",
    )
    assert await page.evaluate(KINDS, "forum.example") == {"a": "post"}


async def test_a_rule_of_which_nothing_is_on_the_page_is_passed_over(blank) -> None:
    page = await blank("<div class=review id=a></div>", "units.js")
    assert await page.evaluate(KINDS, "www.reddit.com") == {"a": "review"}


async def test_in_a_chat_only_answers_are_read_even_before_the_first(blank) -> None:
    page = await blank("<p id=a data-message-author-role=user>text</p>", "units.js")
    told = """() => { const units = originlens.units.create("chatgpt.com"); units.look();
      return [units.only, units.leaveOut(a), units.kindOf(a)]; }"""
    assert await page.evaluate(told) == [True, True, None]


async def test_what_was_asked_of_an_assistant_is_left_out_anywhere(blank) -> None:
    page = await blank("<p id=a data-role=user>text</p>", "units.js")
    assert await page.evaluate("() => originlens.units.create('shop.example').leaveOut(a)")

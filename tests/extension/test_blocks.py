"""What is read and what is left out, in the order and the spelling of the screen."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIND = """() => [...originlens.blocks.find(document.body, {
    seen: () => false, enter() {}, skip() {}, hide() {}, host() {}, shadow() {} }, originlens.units.create(""))].filter(Boolean).map((block) => block.text)"""
BEES = "My aunt kept bees behind the garage."

READ = {
    "inline markup": ("<p>My <b>aunt <i>kept</i></b> <a href=#>bees</a> behind the garage.</p>", [BEES]),
    "source line breaks": ("<p>\n  My aunt\n\t kept <b> bees</b> behind the garage.\n</p>", [BEES]),
    "kept line breaks": ("<p style='white-space: pre-wrap'>My aunt\nkept bees.</p>", ["My aunt\nkept bees."]),
    "br": ("<p>My aunt kept<br>bees behind<br/>the garage.</p>", ["My aunt kept\nbees behind\nthe garage."]),
    "text beside boxes": (
        "<div>It rained all day <p>and all night long</p> without a break</div>",
        ["It rained all day", "and all night long", "without a break"],
    ),
    "list and table": (
        "<ul><li>one two three</li><li>four five six</li></ul><table><tr><td>a b c</td><td>d e f</td></tr></table>",
        ["one two three", "four five six", "a b c", "d e f"],
    ),
    "spans laid out as boxes": (
        "<div style='display:flex'><span>one two three</span><span>four five six</span></div>",
        ["one two three", "four five six"],
    ),
    "article header": ("<article><header><h1>One fine day</h1></header></article>", ["One fine day"]),
    "open shadow root": (
        "<x-a><template shadowrootmode=open><p>In the shadow: <slot></slot></p></template>slotted light text</x-a>",
        ["In the shadow: slotted light text"],
    ),
    "what declares beside an article, and nothing around it": (
        "<aside>See also this thing<p>Another one of them</p><section ai-disclosure=none><p>one two three</p></section></aside>"
        "<aside ai-disclosure=ai-generated><h2>In short it is</h2><p>four five six</p><nav>Home and about us</nav></aside>"
        "<footer data-ai-disclosure=ai-assisted>seven eight nine</footer><div role=complementary>See also this thing</div>",
        ["one two three", "In short it is", "four five six", "seven eight nine"],
    ),
    "Chinese": ("<p>\u6211\u4eec\u8d70\u8def</p>", ["\u6211\u4eec\u8d70\u8def"]),
    "right to left": (
        "<p dir=rtl>\u05d0\u05d1 \u05d2\u05d3 \u05d4\u05d5</p>",
        ["\u05d0\u05d1 \u05d2\u05d3 \u05d4\u05d5"],
    ),
    "reading aids over Chinese characters": (
        "<p><ruby>\u6211<rt>w\u01d2</rt></ruby>\u4eec\u8d70\u8def</p>",
        ["\u6211\u4eec\u8d70\u8def"],
    ),
    "code inside prose": ("<p>Then run <code>rm -rf build</code> and wait.</p>", ["Then run and wait."]),
}
LEFT_OUT = {
    "navigation": "<nav>Home and about us</nav><div role=navigation>Home and about us</div>",
    "page furniture": "<header>The daily something news</header><footer>All rights reserved here</footer><aside>See also this thing</aside>",
    "what declares and is no prose": "<nav ai-disclosure=none>Home and about us</nav><aside aria-hidden=true ai-disclosure=none>a b c</aside>"
    "<aside contenteditable ai-disclosure=none>one two three</aside><aside>one two <code ai-disclosure=none>three four</code></aside>",
    "code": "<pre>let a = 1</pre><code>let b = two three</code><kbd>Ctrl Alt Delete</kbd>",
    "fields": "<textarea>one two three</textarea><div contenteditable>one two three</div><div role=textbox>a b c</div>",
    "no text": "<script>var one, two, three</script><style>a { b: c d }</style><svg><text>one two three</text></svg>",
    "hidden": "<p hidden>one two three</p><p style='display:none'>one two three</p><p aria-hidden=true>one two three</p>",
    "links alone": "<div><a href=#>One fine story</a> <a href=#>Another fine one</a></div>",
    "for screen readers alone": "<p style='position:absolute;width:1px;height:1px;overflow:hidden'>one two three</p>",
    "off the page": "<p style='position:absolute;left:-9999px'>one two three</p><p style='position:absolute;top:-500px'>a b c</p>",
    "too short": "<p>Read more</p><p>...</p><p>  </p>",
}


@pytest.mark.parametrize("case", READ)
async def test_prose_is_read_as_it_stands_on_the_screen(case, blank) -> None:
    html, expected = READ[case]
    page = await blank("", "blocks.js")
    await page.evaluate("(html) => document.body.setHTMLUnsafe(html)", html)
    assert await page.evaluate(FIND) == expected


@pytest.mark.parametrize("case", LEFT_OUT)
async def test_what_is_not_prose_is_left_out(case, blank) -> None:
    page = await blank(LEFT_OUT[case], "blocks.js")
    assert await page.evaluate(FIND) == []


async def test_each_block_has_the_language_that_the_page_declares_nearest(blank) -> None:
    html = "<p>one two three</p><div lang=fr><p>un deux trois</p><p lang=''>uno due tre</p></div>"
    page = await blank(html, "blocks.js")
    told = FIND.replace("block.text", "[block.lang, block.text]")
    assert await page.evaluate(told) == [["en", "one two three"], ["fr", "un deux trois"], ["", "uno due tre"]]


async def test_outside_of_units_nothing_is_read_where_a_rule_says_so(blank) -> None:
    turns = "<p data-message-author-role=user>What are bees?</p><div data-message-author-role=assistant><p>Bees are small.</p></div>"
    page = await blank(f"<h1>Your last chats</h1>{turns}", "blocks.js")
    chat = FIND.replace(
        'originlens.units.create("")', '((units) => (units.look(), units))(originlens.units.create("chatgpt.com"))'
    )
    assert await page.evaluate(chat) == ["Bees are small."]


async def test_a_part_of_an_aside_that_is_read_again_is_read_as_before(blank) -> None:
    html = "<aside><div id=a>See also this thing</div><div ai-disclosure=none><p id=b>one two three</p></div></aside>"
    page = await blank(html, "blocks.js")
    again = FIND.replace("document.body", "document.getElementById(id)").replace("() =>", "(id) =>", 1)
    assert [await page.evaluate(again, part) for part in ("a", "b")] == [[], ["one two three"]]

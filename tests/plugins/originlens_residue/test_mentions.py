import pytest

from originlens_residue.mentions import Cues, elements, is_bare_parameter, is_code, is_quoted, quoted_spans


def quotations(text):
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "one" and "two"', ['"one"', '"two"']),
        ("it's the dogs' dinner", []),
        ("the 'one' and 'two'", ["'one'", "'two'"]),
        ('5" and\n6"', []),
        ("“a ‘b’ c”", ["“a ‘b’ c”"]),
        ("„eins“ «deux» ‘don’t’ 「四」", ["„eins“", "«deux»", "‘don’t’", "「四」"]),
        ("`a` ``b`` ```\nc\n```", ["`a`", "``b``", "```\nc\n```"]),
        ('"' + "a" * 401 + '"', []),
    ],
)
def test_quotations(text, expected):
    assert quotations(text) == expected


def test_inside_means_inside_one_quotation():
    quoted = [(2, 6), (8, 12)]
    inside = [(start, end) for start in range(13) for end in range(start + 1, 14) if is_quoted(start, end, quoted)]
    assert inside == [(3, 4), (3, 5), (4, 5), (9, 10), (9, 11), (10, 11)]
    assert not is_quoted(3, 4, [])
    assert is_quoted(9, 10, quoted) == (8, 12)


CUES = Cues({
    "leading": ["the", "is"], "likening": ["like", "fill in"], "naming": ["string", "marker", "strings"],
    "following": ["means"], "joining": ["and", "in"], "taking": ["caught"], "complete": ["is"], "objects": ["a", "about"],
    "often": ["times"], "opening": ["that", "does"],
})  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "named", "inline"),
    [
        ("Editors look for the ", " in drafts", True, False),
        ("strings like ", "", True, True),
        ("The string is ", ".", True, True),
        ("a date like ", "", True, True),
        ("the ", " marker", True, True),
        ("(the ", ") string", True, True),
        ("He saw the bridge. ", "", False, False),
        ("He saw the bridge.", " It was red.", False, False),
        ("He saw the bridge ", " and it was red", False, False),
        ("A string was cut. It is red. ", "", False, False),
        ("A string of pearls ", "", False, False),
        ("You fill in ", " here", True, True),
        ("In June it caught ", " four times", True, False),
        ("In June it caught ", " 4 times", True, False),
        ("In June it caught ", " about four times", True, False),
        ("In June it caught ", " in March", True, False),
        ("In June it caught ", ".", True, False),
        ("In June it caught ", " a pike", False, False),
        ("In June it caught ", " 4 pikes", False, False),
        ("The pike was caught ", " in March", False, False),
        ("It grew, which they caught ", " early", False, False),
        ("The lake is ", " about nine miles wide", False, False),
        ("The lake is ", " wide", True, False),
        ("They saw that ", " stayed", True, False),
        ("Why does ", " stay", True, False),
        ("It does ", " not stay", False, False),
        ("They saw that ", " and left", False, False),
        ("They saw that ", ".", False, False),
        ("The pump draws ", " about two litres", False, False),
        ("the bats in the tunnel ", " return", False, False),
        ("It opened in May ", " and closed", False, False),
        ("The board", " is red", False, False),
        ("The board ", ".", False, False),
        ("When I copy it, ", " means a link", True, False),
        ("", " means a link", True, False),
        ("", "‡a.org means a link", True, False),
        ("It is red. ", ". Strings", False, False),
        ("The bridge, ", " costs much", False, False),
        ("the string\n", "", False, False),
        ("the, ", "", False, False),
        ("", "", False, False),
        ("the violin has one string and four other parts ", "", False, False),
    ],
)
def test_a_word_that_leads_up_to_a_string_names_it(before, after, named, inline):
    text = before + "XYZ" + after
    assert CUES.name(text, len(before), len(before) + 3, False) == named
    assert CUES.name(text, len(before), len(before) + 3, True) == inline


@pytest.mark.parametrize(
    ("before", "sentence", "named"),
    [
        ("It ended with ", "As an AI", True), ("It ended. ", "As an AI", False), ("I think, ", "As an AI", False),
        ("I think that ", "as an AI", False), ("But ", "I cannot", False), ("Fine\n", "As an AI", False),
    ],
)  # fmt: skip
def test_a_sentence_with_a_capital_inside_another_is_quoted(before, sentence, named):
    assert CUES.name(before + sentence, len(before), len(before + sentence), True) == named


VERBS = Cues({
    "handling": ["drops"], "handle": ["open"], "acting": ["cannot"], "parts": ["paragraph"], "reporting": ["read"],
})  # fmt: skip


@pytest.mark.parametrize(
    ("before", "object_"),
    [
        ("It drops ", True), ("It drops https://a.example/?", True), ("We cannot open ", True), ("Open ", False),
        ("Can we open ", False), ("", False), ("It drops. ", False), ("It drops: ", False), ("It drops (", False),
        ("It drops [the chart](", False), ("It drops what we cannot see on ", False), ("It drops\n", False),
    ],
)  # fmt: skip
def test_an_address_after_a_verb_of_handling_is_its_object(before, object_):
    assert VERBS.object_of_verb(f"{before}x:/y", len(before)) == object_


@pytest.mark.parametrize(
    ("before", "after", "placed"),
    [
        ("It had ", " in its third paragraph.", True), ("It had ", " halfway down the first paragraph", True),
        ("It had ", " where a name should be", True), ("It had ", " where a name is", False), ("", " in its paragraph", False),
        ("It had ", ", in its third paragraph", False), ("It had ", " paragraph", False), ("It had ", " in its town", False),
        ("It had ", ". In one paragraph", False), ("It had ", "", False),
    ],
)  # fmt: skip
def test_a_slot_that_is_told_to_stand_in_a_part_of_a_text_is_talked_about(before, after, placed):
    text = f"{before}[XYZ]{after}"
    assert VERBS.placed(text, len(before), len(before) + 5) == placed
    sentence = f"{before}XYZZY{after}"
    assert not VERBS.placed(sentence, len(before), len(before) + 5)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("She read it aloud: ", True), ("She read it. Then: ", False), ("She read: yes. ", False), ("In short: ", False),
        ("She read ", False), ("She read it:\n", False), ("", False),
    ],
)  # fmt: skip
def test_a_sentence_after_a_verb_of_saying_and_a_colon_is_said(before, said):
    assert VERBS.reported(f"{before}As an AI", len(before)) == said
    assert not VERBS.reported(f"{before}as an AI", len(before))


@pytest.mark.parametrize(
    "line",
    [
        "$ grep XYZ file", "> as he wrote XYZ", "const mark = 'XYZ';", "  if (text.has(XYZ)) {", "return clean(XYZ);",
        "pattern = XYZ", "text.replace(XYZ)", "def test_XYZ(text):", "rg XYZ notes/", "from x import XYZ",
    ],
)  # fmt: skip
def test_a_line_of_code_is_code(line):
    text = f"We met at nine.\n{line}\nand left."
    assert is_code(text, text.index("XYZ"))


@pytest.mark.parametrize(
    "line",
    [
        "The bridge (see below) is red. XYZ", "See the [table](XYZ)", "- one; two; XYZ;", "**Note** XYZ", "## XYZ",
        "For a start: it rains. XYZ", "if it rains, we stay (as always) XYZ", "1. First XYZ", "From there it is an hour. XYZ",
    ],
)  # fmt: skip
def test_a_line_of_prose_is_not(line):
    assert not is_code(line, line.index("XYZ"))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("It adds ?utm_source=x to links", True), ("https://example.org/a?utm_source=x", False),
        ("www.example.org/?utm_source=x", False), ("see example.org?utm_source=x", False),
        ("https://example.org and ?utm_source=x", True), ("it is (&utm_source=x)", True),
    ],
)  # fmt: skip
def test_a_parameter_without_its_address_is_bare(text, bare):
    assert is_bare_parameter(text, text.index("utm_source")) == bare
    assert not is_bare_parameter(text, 0)


def test_a_page_gives_its_code_and_its_quotations():
    html = "<p>a <code>b</code> <q>c</q><pre>d\n e</pre><blockquote>f\n  <p>g</p></blockquote><input value=h>"
    code, quotation = elements(html)
    assert code.split() == ["b", "c", "d", "e", "h"]
    assert quotation == {"f g", "g"}


@pytest.mark.parametrize("element", ["blockquote", "code", "div", "blockquote><div", "q><code", "p"])
def test_elements_inside_each_other_are_read_in_bounded_time(element):
    depth = 20_000
    code, quotations = elements(f"<blockquote>{f'<{element}>x ' * depth}")
    html = len(f"<{element}>x ") * depth
    assert len(code) + sum(map(len, quotations)) <= 8 * html
    assert elements("</p>" * depth)[1] == frozenset()

import pytest

from originlens_residue.mentions import is_mention, quoted_spans


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
        ("„eins“ «deux» ‘don’t’", ["„eins“", "«deux»", "‘don’t’"]),
        ("`a` ``b`` ```\nc\n```", ["`a`", "``b``", "```\nc\n```"]),
        ('"' + "a" * 401 + '"', []),
    ],
)
def test_quotations(text, expected):
    assert quotations(text) == expected


def test_inside_means_inside_one_quotation():
    quoted = [(2, 6), (8, 12)]
    inside = [(start, end) for start in range(13) for end in range(start + 1, 14) if is_mention(start, end, quoted)]
    assert inside == [(3, 4), (3, 5), (4, 5), (9, 10), (9, 11), (10, 11)]
    assert not is_mention(3, 4, [])

import tomllib

import pytest

from originlens_residue.rules import load, read

RULE = """[[rule]]
id = "a.b"
pattern = 'ab{1,3}+'
strength = "weak"
hints = ["ab"]
why = "w"
source = "s"
must_match = ["ab"]
must_not_match = ["b"]
"""


def rules(text):
    return load({"version": 3, **tomllib.loads(text)})


def test_a_rule_has_defaults():
    (rule,) = rules(RULE).rules
    assert (rule.id, rule.vendor, rule.family, rule.links, rule.inline, rule.maker) == (
        "a.b", None, None, False, False, None,
    )  # fmt: skip
    assert rules(RULE).version == "3"


def test_the_maker_is_the_family_or_else_the_vendor():
    assert rules(RULE + 'vendor = "V"\nfamily = "meta"').rules[0].maker == "meta"
    assert rules(RULE + 'vendor = "V"').rules[0].maker == "V"


def test_hits_come_in_order_and_the_first_rule_wins():
    other = RULE.replace("a.b", "a.c").replace("ab{1,3}+", "(?:abb|x)").replace('["ab"]', '["ab", "x"]')
    both = rules(RULE + other)
    assert [(hit.rule.id, hit.start, hit.end) for hit in both.find("x abb x ab")] == [
        ("a.c", 0, 1), ("a.b", 2, 5), ("a.c", 6, 7), ("a.b", 8, 10),
    ]  # fmt: skip


def test_only_what_holds_a_hint_is_looked_at():
    odd = rules(RULE.replace('["ab"]', '["bb"]'))
    assert odd.find("ab") == []
    assert [(hit.start, hit.end) for hit in odd.find("ab abb \U0001f642abbb")] == [(3, 6), (8, 12)]


def test_a_match_may_begin_before_its_hint_and_be_found_once():
    early = rules(RULE.replace("ab{1,3}+", "[xy]{1,30}+ab(?:ab){0,5}+"))
    text = "-" * 100 + "xyabab" + "-" * 100 + "xxab"
    assert [text[hit.start : hit.end] for hit in early.find(text)] == ["xyabab", "xxab"]


def test_a_lone_surrogate_moves_nothing():
    assert [(hit.start, hit.end) for hit in rules(RULE).find("\ud800 ab \udfff ab")] == [(2, 4), (7, 9)]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('strength = "weak"\n', "", "rule a.b: strength is missing"),
        ('source = "s"\n', "", "rule a.b: source is missing"),
        ('["ab"]', "[]", "rule a.b: hints is missing"),
        ('"weak"', '"proof"', "strength is 'proof'; expected strong or weak"),
        ("hints", 'family = "acme"\nhints', "family is 'acme'; expected one of openai"),
        ("ab{1,3}+", "a(", "rule a.b: missing"),
        ("ab{1,3}+", "a*", "rule a.b: {0,MAXREPEAT} is not possessive"),
    ],
)
def test_a_wrong_rule_is_named(old, new, problem):
    assert old in RULE
    with pytest.raises(ValueError, match=problem):
        rules(RULE.replace(old, new, 1))


def test_two_rules_cannot_share_an_id():
    with pytest.raises(ValueError, match="two rules have the same id"):
        rules(RULE + RULE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("version = 1", r"has no \[\[rule\]\]"), (RULE, "version is None"), ('version = "1"\n' + RULE, "'1'")],
)
def test_a_wrong_file_is_told(tmp_path, text, problem):
    (tmp_path / "rules.toml").write_text(text)
    with pytest.raises(ValueError, match=problem):
        read(tmp_path / "rules.toml")

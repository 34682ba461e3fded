import pytest

from originlens_residue.rules import load

RULE = """[[rule]]
id = "a.b"
pattern = 'ab{1,3}+'
strength = "weak"
hints = ["ab"]
"""


@pytest.fixture
def rules(tmp_path):
    def write(text):
        file = tmp_path / "rules.toml"
        file.write_text(text)
        return load(file)

    return write


def test_a_rule_has_defaults(rules):
    (rule,) = rules(RULE).rules
    assert (rule.id, rule.vendor, rule.family, rule.links, rule.maker) == ("a.b", None, None, False, None)


def test_the_maker_is_the_family_or_else_the_vendor(rules):
    assert rules(RULE + 'vendor = "V"\nfamily = "meta"').rules[0].maker == "meta"
    assert rules(RULE + 'vendor = "V"').rules[0].maker == "V"


def test_hits_come_in_order_and_the_first_rule_wins(rules):
    both = rules(RULE + RULE.replace("a.b", "a.c").replace("ab{1,3}+", "(?:abb|x)"))
    assert [(hit.rule.id, hit.start, hit.end) for hit in both.find("x abb x ab")] == [
        ("a.c", 0, 1), ("a.b", 2, 5), ("a.c", 6, 7), ("a.b", 8, 10),
    ]  # fmt: skip


def test_a_text_without_any_hint_is_dismissed(rules):
    odd = rules(RULE.replace('["ab"]', '["zz"]'))
    assert list(odd.find("ab")) == []
    assert len(list(odd.find("ab ZZ"))) == 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (RULE, "", r"rules\.toml has no"),
        ('strength = "weak"\n', "", "rule a.b: strength is missing"),
        ('"weak"', '"sure"', "strength is 'sure'; expected one of proof, strong, weak"),
        ("hints", 'family = "acme"\nhints', "family is 'acme'; expected one of openai"),
        ("ab{1,3}+", "a(", "rule a.b: missing"),
        ("ab{1,3}+", "a(b)", r"use \(\?:\.\.\.\)"),
    ],
)
def test_a_wrong_rule_is_named(rules, old, new, problem):
    with pytest.raises(ValueError, match=problem):
        rules(RULE.replace(old, new))

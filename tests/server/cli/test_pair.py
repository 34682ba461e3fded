"""pair: a code that the daemon accepts once, tokens for scripts, and an end to both."""

import pytest

from originlens.web import pairing


def test_the_code_alone_is_printed_and_can_be_traded_once(run):
    result = run("pair")
    code = result.stdout.strip()
    assert "10 minutes" in result.stderr
    assert pairing.trade(code, "browser").startswith("ol_")
    assert pairing.names() == ["browser"]


def test_a_token_is_printed_and_works(run):
    token = run("pair", "--token", "my script").stdout.strip()
    assert pairing.Tokens().holder(token) == "my script"


def test_list_and_revoke(run):
    run("pair", "--token", "one")
    token = run("pair", "--token", "two").stdout.strip()
    assert run("pair", "--list").stdout.split() == ["one", "two"]
    assert run("pair", "--revoke", "two").exit_code == 0
    assert pairing.Tokens().holder(token) is None
    result = run("pair", "--revoke", "two")
    assert result.exit_code == 2
    assert "one" in result.stderr


@pytest.mark.parametrize("arguments", [["--list", "--token", "x"], ["--token", " "], ["--revoke", "x", "--list"]])
def test_wrong_use_makes_no_token(run, arguments):
    assert run("pair", *arguments).exit_code == 2
    assert pairing.names() == []

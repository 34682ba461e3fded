"""Codes are spent once, expire and resist guessing; files hold hashes that only their owner reads."""

import re
import stat
from pathlib import Path

import pytest

from originlens.errors import OriginlensError
from originlens.web import pairing


def refused(code: str) -> str:
    with pytest.raises(OriginlensError) as caught:
        pairing.trade(code, "x")
    return caught.value.code


def other(code: str) -> str:
    return f"{(int(code.replace('-', '')) + 1) % 10**6:06}"


def test_a_second_one_of_a_name_gets_a_number_and_a_gap_is_filled() -> None:
    for _ in range(3):
        pairing.new_token(pairing.distinct("Chromium"))
    assert pairing.names() == ["Chromium", "Chromium 2", "Chromium 3"]
    pairing.revoke("Chromium 2")
    assert pairing.distinct("Chromium") == "Chromium 2"
    assert pairing.distinct("Firefox") == "Firefox"


def test_a_code_is_traded_for_a_token_once() -> None:
    code = pairing.new_code()
    assert re.fullmatch(r"\d{3}-\d{3}", code)
    token = pairing.trade(code, "Firefox")
    assert token.startswith("ol_")
    assert pairing.Tokens().holder(token) == "Firefox"
    assert refused(code) == "wrong_code"


def test_a_code_may_be_typed_without_its_dash() -> None:
    assert pairing.trade(f" {pairing.new_code().replace('-', ' ')} ", "x")


def test_without_a_code_nothing_is_right() -> None:
    assert refused("000-000") == "wrong_code"
    assert refused("") == "wrong_code"


def test_a_code_expires_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = pairing.time.time()
    code = pairing.new_code()
    monkeypatch.setattr(pairing.time, "time", lambda: now + pairing.CODE_SECONDS + 5)
    assert refused(code) == "wrong_code"


def test_five_wrong_guesses_make_the_code_void_until_there_is_a_new_one() -> None:
    code = pairing.new_code()
    assert [refused(other(code)) for _ in range(5)] == ["wrong_code"] * 5
    assert refused(code) == "too_many_guesses"
    assert pairing.names() == []
    assert pairing.trade(pairing.new_code(), "x")


def test_four_wrong_guesses_do_not() -> None:
    code = pairing.new_code()
    for _ in range(4):
        refused(other(code))
    assert pairing.trade(code, "x")


def test_too_many_guesses_say_when_to_come_back() -> None:
    code = pairing.new_code()
    for _ in range(5):
        refused(other(code))
    with pytest.raises(OriginlensError) as caught:
        pairing.trade(code, "x")
    assert caught.value.retry_after == 60


def test_a_new_code_replaces_the_old_one() -> None:
    old, new = pairing.new_code(), pairing.new_code()
    if old != new:
        assert refused(old) == "wrong_code"
    assert pairing.trade(new, "x")


def test_tokens_are_listed_and_revoked_by_name() -> None:
    tokens = pairing.Tokens()
    first, second = pairing.new_token("script"), pairing.new_token("Firefox")
    assert pairing.names() == ["script", "Firefox"]
    assert tokens.holder(first) == "script"
    assert pairing.revoke("script")
    assert not pairing.revoke("script")
    assert tokens.holder(first) is None
    assert tokens.holder(second) == "Firefox"


def test_an_unknown_token_has_no_holder() -> None:
    tokens = pairing.Tokens()
    assert tokens.holder("ol_x") is None
    pairing.new_token("x")
    assert tokens.holder("") is None
    assert tokens.holder("ol_\ud800") is None


def test_files_hold_no_secret_and_are_their_owners_alone(own_home: Path) -> None:
    code, token = pairing.new_code(), pairing.new_token("x")
    files = sorted(own_home.iterdir())
    assert [file.name for file in files] == ["pairing.json", "tokens.json"]
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert token not in file.read_text()
        assert code not in file.read_text()
    assert stat.S_IMODE(own_home.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_damaged_files_let_nobody_in(own_home: Path, content: str) -> None:
    token = pairing.new_token("x")
    (own_home / "tokens.json").write_text(content)
    (own_home / "pairing.json").write_text(content)
    assert pairing.Tokens().holder(token) is None
    assert refused("000-000") == "wrong_code"

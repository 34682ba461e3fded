"""Signed updates: what counts as signed, and that whatever does not leaves everything as it was."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from originlens import switches, updates
from originlens.errors import OriginlensError
from tests.server.signing import KEY, STRANGER, der, pem, signed

LIST = b'name = "mine"\nversion = 3\n'


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))


def test_a_key_of_the_manifest_counts() -> None:
    updates.verify(signed(LIST), "mine", [der(STRANGER), der(KEY)])


def test_a_key_that_was_given_counts_and_is_kept_with_the_list() -> None:
    updates.verify(signed(LIST), "mine", [], pem(KEY))
    before = switches.read().generation
    updates.write("mine", signed(LIST), pem(KEY))
    assert switches.read().generation > before
    assert updates.path("mine").stat().st_mode & 0o777 == 0o600
    assert updates.read("mine", [], 2) == updates.path("mine")
    assert updates.path("mine").read_bytes() == signed(LIST)


def test_no_update_and_one_that_is_no_newer_leave_the_shipped_file() -> None:
    assert updates.read("mine", [der(KEY)], 1) is None
    updates.write("mine", signed(LIST), None)
    assert updates.read("mine", [der(KEY)], 3) is None


def test_removing_it_forgets_the_key_too() -> None:
    updates.write("mine", signed(LIST), pem(KEY))
    assert updates.remove("mine")
    assert not updates.key_path("mine").exists()
    assert not updates.remove("mine")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LIST, "its last line is not"),
        (b"", "its last line is not"),
        (signed(LIST).replace(b"3", b"4", 1), "no key that counts for 'mine' has signed it, or it was changed"),
        (signed(LIST, STRANGER), "no key that counts"),
        (signed(LIST) + b"name = 'x'\n", "its signature is not base64"),
        (LIST + b"# ed25519 !!\n", "its signature is not base64"),
        (LIST + b"# ed25519 AAAA\n", "no key that counts"),
        (signed(LIST)[:-10], "its signature is not base64|no key that counts"),
    ],
)
def test_what_is_not_signed_so_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(OriginlensError, match=told) as refused:
        updates.verify(content, "mine", [der(KEY)])
    assert refused.value.code == "signature_invalid"


def test_a_change_on_disk_is_told_with_the_way_back() -> None:
    updates.write("mine", signed(LIST), None)
    updates.path("mine").write_bytes(signed(LIST).replace(b"3", b"9", 1))
    with pytest.raises(OriginlensError, match="the updated list: no key") as refused:
        updates.read("mine", [der(KEY)], 1)
    assert "rules update --remove" in refused.value.remedy


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"= =", "is not TOML"),
        (b"\xff", "is not TOML in UTF-8"),
        (b"version = 1", "the list's name is None; expected the bundle it is for"),
        (b'name = "a"', "the list's version is None; expected a whole number"),
        (b'name = "a"\nversion = true', "the list's version is True"),
        (b"#" * (updates.LARGEST + 1), r"1,048,577 bytes; at most 1,048,576"),
        (b"a = " + b"[" * 100_000, "is not TOML"),
    ],
)
def test_what_is_no_list_is_told(content: bytes, told: str) -> None:
    with pytest.raises(OriginlensError, match=told):
        updates.tables(content)


@pytest.mark.parametrize("key", [b"no key", generate_private_key(SECP256R1()).public_key()])
def test_what_is_no_ed25519_key_is_told(key) -> None:  # type: ignore[no-untyped-def]
    given = key if isinstance(key, bytes) else key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(OriginlensError, match="the key given with --key is"):
        updates.verify(signed(LIST), "mine", [], given)
    with pytest.raises(OriginlensError, match="the key of the manifest is no public key"):
        updates.verify(signed(LIST), "mine", ["AAAA"])

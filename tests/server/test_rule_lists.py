"""The rules for leftovers under signed updates: the new list is used at once, and a bad one changes nothing."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from originlens import bundles, rule_lists, updates
from originlens.contract import Document
from originlens.errors import OriginlensError
from originlens.registry import Registry
from originlens.settings import Settings
from tests.server.signing import KEY, STRANGER, pem, signed
from tests.server.test_daemon import Daemon

NAME = "chatbot-leftovers"
SHIPPED = (bundles.shipped_bundles() / NAME / "rules.toml").read_bytes()
VERSION = int(bundles.load(bundles.shipped_bundles() / NAME).version)
RULE = b"""
[[rule]]
id = "any.zebra"
strength = "strong"
hints = ["zebra:"]
pattern = 'zebra:\\d{1,3}+'
why = "made in a test"
source = "made in a test"
must_match = ["It is red. zebra:7"]
must_not_match = ["A zebra."]
"""


def newer(content: bytes = SHIPPED + RULE, version: int = VERSION + 1) -> bytes:
    return content.replace(b"version = %d" % VERSION, b"version = %d" % version, 1)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))


def found(registry: Registry) -> list[str]:
    with registry.lease() as leased:
        (loaded,) = [one for one in leased if one.about.name == NAME]
        (reading,) = loaded.detector.read([loaded.detector.prepare(Document(("It is red. zebra:7",)))])
    return [mark.what for mark in reading.marks]


def test_the_shipped_list_is_in_use_and_holds() -> None:
    (one,) = rule_lists.lists()
    assert (one.name, one.version, one.updated) == (NAME, VERSION, False)
    assert one.examples > 100
    assert rule_lists.check(rule_lists.content(NAME)).rules == one.rules


def test_a_signed_newer_list_is_used_by_a_registry_that_looks_again() -> None:
    registry = Registry(Settings(device="cpu"), lambda path: None, local=False)
    try:
        assert found(registry) == []
        made = rule_lists.update(signed(newer()), pem(KEY))
        assert (made.version, len(made.rules)) == (VERSION + 1, len(rule_lists.lists()[0].rules))
        assert registry.refresh()
        assert found(registry) == ["any.zebra"]
        (entry,) = [entry for entry in registry.entries() if entry.name == NAME]
        assert (entry.state, entry.version) == ("ready", str(VERSION + 1))
        updates.remove(NAME)
        assert registry.refresh()
        assert found(registry) == []
    finally:
        registry.close()


def test_the_key_counts_from_then_on_and_versions_only_grow() -> None:
    rule_lists.update(signed(newer()), pem(KEY))
    rule_lists.update(signed(newer(version=VERSION + 5)))
    for version in (VERSION + 4, VERSION + 5):
        with pytest.raises(OriginlensError, match=f"version {version} is not newer than {VERSION + 5}"):
            rule_lists.update(signed(newer(version=version)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (newer(), "its last line is not"),
        (signed(newer(), STRANGER), "no key that counts"),
        (signed(newer()).replace(b"zebra", b"horse"), "no key that counts"),
        (signed(newer(version=VERSION)), "is not newer than"),
        (signed(newer(SHIPPED + RULE.replace(b"{1,3}+", b"*"))), "rule any.zebra: .* is not possessive"),
        (signed(newer(SHIPPED + RULE.replace(b"zebra:7", b"zebra"))), "rule any.zebra: must match alone"),
        (signed(newer(SHIPPED + RULE.replace(b"A zebra.", b"It ends. zebra:1"))), "rule any.zebra: must not match"),
        (signed(newer(SHIPPED + RULE.replace(b"pattern = 'zebra", b"pattern = '(zebra"))), "missing"),
        (signed(newer(SHIPPED + RULE.replace(b'"strong"', b'"proof"'))), "strength is 'proof'"),
        (signed(newer(SHIPPED + RULE.replace(b'["zebra:"]', b"7"))), NAME),
        (signed(newer(SHIPPED + RULE.replace(b"any.zebra", b"any.slot"))), "two rules have the same id"),
        (
            signed(newer().replace(b"chatbot-leftovers", b"minilm-en", 2)),
            "no list is called 'minilm-en'; known: chatbot",
        ),
        (signed(newer().replace(b'"chatbot-leftovers"', b'"../chatbot-leftovers"', 1)), "no list is called"),
    ],
)
def test_a_list_that_is_not_good_changes_nothing(content: bytes, told: str) -> None:
    rule_lists.update(signed(newer(SHIPPED, VERSION + 1)), pem(KEY))
    if b"version = %d" % (VERSION + 1) in content:
        updates.remove(NAME)
    before = rule_lists.lists()
    with pytest.raises(OriginlensError, match=told):
        rule_lists.update(content, pem(KEY))
    assert rule_lists.lists() == before


def test_a_damaged_update_fails_the_detector_and_can_be_replaced() -> None:
    rule_lists.update(signed(newer()), pem(KEY))
    updates.path(NAME).write_bytes(updates.path(NAME).read_bytes().replace(b"zebra", b"horse"))
    registry = Registry(Settings(device="cpu"), lambda path: None, local=False)
    try:
        (entry,) = [entry for entry in registry.entries() if entry.name == NAME]
        assert (entry.state, "rules update --remove" in (entry.remedy or "")) == ("failed", True)
        rule_lists.update(signed(newer()))
        assert registry.refresh()
        assert found(registry) == ["any.zebra"]
    finally:
        registry.close()


@pytest.mark.skipif(not shutil.which("openssl"), reason="the README signs with openssl, which is not here")
def test_the_commands_of_the_readme_make_a_list_that_counts(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    lines = readme.split("### Update the rules")[1].split("```sh\n")[1].split("```")[0].splitlines()
    (tmp_path / "rules.toml").write_bytes(newer())
    for line in lines[:-1]:
        subprocess.run(["sh", "-ec", line], cwd=tmp_path, check=True, capture_output=True)
    assert lines[-1] == "originlens rules update signed.toml --key public.pem"
    made = rule_lists.update((tmp_path / "signed.toml").read_bytes(), (tmp_path / "public.pem").read_bytes())
    assert made.version == VERSION + 1


def test_a_running_daemon_follows_an_update_and_stays_with_the_old_list_when_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "signed.toml").write_bytes(signed(newer()))
    (tmp_path / "changed.toml").write_bytes(signed(newer(version=VERSION + 7)).replace(b"zebra", b"horse"))
    (tmp_path / "public.pem").write_bytes(pem(KEY))
    command = [sys.executable, "-m", "originlens", "rules", "update"]
    daemon = Daemon(tmp_path / "home")

    def marks() -> set[str]:
        (block,) = daemon.scan(blocks=[{"id": "a", "text": "It is red. zebra:7"}])["blocks"]
        return {evidence["found"] for evidence in block["evidence"]}

    try:
        assert marks() == set()
        subprocess.run([*command, "signed.toml", "--key", "public.pem"], cwd=tmp_path, check=True, capture_output=True)
        deadline = time.monotonic() + 60
        while marks() != {"any.zebra"}:
            assert time.monotonic() < deadline, "the daemon did not follow"
            time.sleep(0.2)
        refused = subprocess.run([*command, "changed.toml"], cwd=tmp_path, check=False, capture_output=True)
        assert (refused.returncode, marks()) == (3, {"any.zebra"})
    finally:
        code, errors = daemon.stop()
    assert code == 0, errors

"""rules: listed, held to their examples, updated from a file or an address, and refused with the reason."""

import json

import pytest

from originlens import bundles, updates
from tests.server.signing import KEY, STRANGER, pem, signed

SHIPPED = (bundles.shipped_bundles() / "chatbot-leftovers" / "rules.toml").read_bytes()
VERSION = int(bundles.load(bundles.shipped_bundles() / "chatbot-leftovers").version)
NEWER = SHIPPED.replace(b"version = %d" % VERSION, b"version = 900", 1)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "signed.toml").write_bytes(signed(NEWER))
    (tmp_path / "stranger.toml").write_bytes(signed(NEWER, STRANGER))
    (tmp_path / "plain.toml").write_bytes(NEWER)
    (tmp_path / "bad.toml").write_bytes(NEWER.replace(b"It rains there in May [^12^].", b"It rains there in May."))
    (tmp_path / "public.pem").write_bytes(pem(KEY))
    return tmp_path


def test_the_list_shows_every_rule_and_where_it_is_from(run):
    shown = run("rules", "list").stdout
    assert "chatgpt.oaicite" in shown
    assert f"chatbot-leftovers, version {VERSION}, as it came with Originlens" in shown
    (found,) = json.loads(run("rules", "list", "--format", "json").stdout)["lists"]
    assert (found["name"], found["version"], found["updated"]) == ("chatbot-leftovers", VERSION, False)
    assert {"id", "pattern", "why", "source", "must_match"} <= set(found["rules"][0])


def test_lists_are_held_to_their_examples(run, files):
    assert f"version {VERSION}: " in run("rules", "test").stdout
    assert "rules and" in run("rules", "test", files / "plain.toml").stdout
    failed = run("rules", "test", files / "bad.toml")
    assert failed.exit_code == 1
    assert "rule any.caret: must match alone in 'It rains there in May.', and nothing does" in failed.stdout
    assert run("rules", "test", files / "gone.toml").exit_code == 3


def test_an_update_is_taken_with_a_trusted_key_and_given_back(run, files):
    done = run("rules", "update", files / "signed.toml", "--key", files / "public.pem")
    assert done.stdout == "In use now: chatbot-leftovers, version 900, updated\n"
    assert "version 900, updated" in run("rules", "list").stdout
    assert run("rules", "update", "--remove").stdout == "Removed the update of: chatbot-leftovers\n"
    assert run("rules", "update", "--remove").stdout == "There was no update.\n"


@pytest.mark.parametrize("name", ["stranger.toml", "plain.toml", "signed.toml"])
def test_without_a_signature_that_counts_the_old_list_stays(run, files, name):
    refused = run("rules", "update", files / name)
    assert refused.exit_code == 3
    assert "The signature does not hold" in refused.stderr
    assert not updates.path("chatbot-leftovers").exists()


def test_an_address_is_fetched_because_it_was_typed(run, files, monkeypatch):
    asked = []
    monkeypatch.setattr("originlens.download.fetch", lambda url, largest: asked.append(url) or signed(NEWER))
    done = run("rules", "update", "https://rules.example/list.toml", "--key", files / "public.pem")
    assert (done.exit_code, asked) == (0, ["https://rules.example/list.toml"])


def test_nothing_to_update_is_wrong_use(run):
    assert run("rules", "update").exit_code == 2

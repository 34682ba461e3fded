"""The whole path that users run: the shipped bundle, a key of one's own, a marked text, and nothing told that is secret."""

import json

import pytest

from originlens import bundles

GOLDEN = json.loads((bundles.shipped_bundles() / "watermark-public" / "golden.json").read_text())["cases"]


def test_help_names_every_command(run):
    out = run("watermark", "--help").stdout
    assert all(name in out for name in ("scan", "explain", "keys", "tokenizers"))


def test_a_marked_text_is_found_with_the_shipped_keys_and_a_plain_one_is_not(run):
    plain, _, spliced, _ = (case["text"] for case in GOLDEN)
    lines = "\n".join(json.dumps({"id": i, "text": text}) for i, text in enumerate((plain, spliced)))
    result = run("watermark", "scan", "--from", "jsonl", "-f", "jsonl", stdin=lines)
    one, two = map(json.loads, result.stdout.splitlines())
    assert not one["marked"]
    assert (two["key"], two["tokenizer"]) == ("kgw-transformers", "gpt2")
    assert two["p_value"] < 1e-12
    (span,) = two["spans"]
    assert span["start"] == pytest.approx(len(plain), abs=80)
    shown = spliced[span["start"] : span["end"]]
    assert shown == shown.strip()  # GPT-2's tokens begin with a space
    assert one["tried"] == two["tried"] > 50


def test_a_key_of_ones_own_is_tried_at_once(run):
    add = (
        "watermark",
        "keys",
        "add",
        "mine",
        "--scheme",
        "kgw",
        "--rule",
        "left",
        "--key",
        "4711",
        "--tokenizer",
        "gpt2",
    )
    assert run(*add).exit_code == 0
    assert "mine" in run("watermark", "keys", "list").stdout
    answer = json.loads(run("watermark", "scan", "-f", "json", stdin=GOLDEN[0]["text"]).stdout)
    own = [one for one in answer["configurations"] if one["key"] == "mine"]
    assert [one["tokenizer"] for one in own] == ["gpt2"]
    assert "4711" not in json.dumps(answer)

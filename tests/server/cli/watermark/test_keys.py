import json

import pytest

from originlens import own_keys
from originlens.key_reader import KeyListed
from tests.server.cli.watermark.stand_in import BUNDLE

SECRET = "918273645"


def kept(home):
    return json.loads((home / "own" / BUNDLE / "keys.json").read_text())


def test_a_key_is_added_with_its_settings_and_not_printed(run, reader, own_home):
    result = run(
        "watermark", "keys", "add", "our-llama", "--scheme", "kgw", "--rule", "left", "--key", SECRET, "--gamma", "0.5",
        "--tokenizer", "gpt2",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "Added: our-llama (kgw)\n")
    assert SECRET not in result.output
    assert kept(own_home) == [
        {
            "id": "our-llama",
            "scheme": "kgw",
            "settings": {"gamma": 0.5, "rule": "left", "key": int(SECRET)},
            "tokenizers": ["gpt2"],
        }
    ]
    assert reader.checked == kept(own_home)
    assert run("watermark", "keys", "add", "our-llama", "--scheme", "kgw", "--key", "1").stdout.startswith("Replaced")


def test_keys_come_as_a_list_from_standard_input_or_in_hexadecimal(run, reader, own_home):
    run("watermark", "keys", "add", "a", "--scheme", "synthid", "--key", "1, 2,3")
    run("watermark", "keys", "add", "b", "--scheme", "kgw", "--key", "-", stdin="0xff\n")
    run("watermark", "keys", "add", "c", "--scheme", "its-edit", "--key", "9")
    run("watermark", "keys", "add", "d", "--scheme", "synthid", "--key", "1", "--mean")
    assert [one["settings"] for one in kept(own_home)] == [
        {"keys": [1, 2, 3]}, {"key": 255}, {"seed": 9}, {"weighted": False, "keys": [1]}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Our Llama", "--scheme", "kgw", "--key", "1"], "lower-case letters"),
        (["a", "--scheme", "kgw", "--key", f"{SECRET}x"], "expected whole numbers"),
        (["a", "--scheme", "kgw", "--key", f"{SECRET},2"], "2 keys; the scheme 'kgw' has one"),
        (["a", "--scheme", "nosuch", "--key", SECRET], "expected one of kgw"),
    ],
)
def test_what_is_wrong_is_told_without_the_key(run, reader, own_home, arguments, told):
    result = run("watermark", "keys", "add", *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split()).replace("│ ", "")
    assert SECRET not in result.output
    assert not (own_home / "own").exists()


def test_the_list_tells_names_and_sources(run, reader):
    out = run("watermark", "keys", "list").stdout
    assert "yours" in next(line for line in out.splitlines() if line.startswith("mine"))
    rows = json.loads(run("watermark", "keys", "list", "-f", "json").stdout)["keys"]
    assert [row["name"] for row in rows] == ["left", "mine"]
    assert set(rows[0]) == {"name", "scheme", "quick", "own", "source"}


def test_a_key_may_name_the_logits_widths_of_its_model(run, reader, own_home):
    run(
        "watermark",
        "keys",
        "add",
        "a",
        "--scheme",
        "kgw",
        "--key",
        "5",
        "--vocabulary",
        "50260",
        "--vocabulary",
        "50304",
    )
    assert kept(own_home)[0]["vocabularies"] == [50260, 50304]


def test_names_stay_whole_on_a_narrow_terminal(run, reader, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    long = KeyListed(
        "synthid-transformers-30-cuda", "synthid", "documentation of SynthIDTextWatermarkingConfig", True, False
    )
    reader.listed = lambda: [long]
    lines = run("watermark", "keys", "list").stdout.splitlines()
    assert lines[1].startswith("synthid-transformers-30-cuda synthid always ")
    assert all(len(line) <= 60 for line in lines)


def test_a_key_is_removed_and_an_unknown_one_told(run, reader, own_home):
    own_keys.add(BUNDLE, {"id": "mine", "scheme": "kgw", "settings": {"key": 1}})
    assert run("watermark", "keys", "remove", "mine").stdout == "Removed: mine\n"
    assert kept(own_home) == []
    result = run("watermark", "keys", "remove", "mine")
    assert result.exit_code == 3
    assert "you have no key 'mine'; yours: none" in result.stderr

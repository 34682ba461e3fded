import json

import pytest

from originlens.cli.watermark.tokenizers import usual_widths
from tests.server.cli.watermark.stand_in import BUNDLE


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "llama").mkdir()
    (tmp_path / "llama" / "tokenizer.json").write_text('{"model": {}}')
    return tmp_path / "llama"


def test_a_models_folder_or_its_file_is_added(run, reader, own_home, folder):
    result = run("watermark", "tokenizers", "add", "llama", folder)
    assert result.stdout == "Added: llama, 1,000 tokens, logits widths 1,000, 1,024\n"
    own = own_home / "own" / BUNDLE
    assert (own / "llama.tokenizer.json").read_text() == '{"model": {}}'
    result = run("watermark", "tokenizers", "add", "llama", folder / "tokenizer.json", "--vocabulary", "1088")
    assert json.loads((own / "llama.widths.json").read_text()) == [1088]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["gpt2", "."], 2, "name of one that ships"),
        (["a", "nowhere.json"], 3, "nowhere.json"),
        (["a b", "."], 2, "lower-case letters"),
        (["a", ".", "--vocabulary", "1"], 2, "vocab_size"),
        (["a", "poem.json"], 3, "poem.json is no tokenizer.json"),
    ],
)
def test_what_is_wrong_is_told(run, reader, folder, monkeypatch, arguments, code, told):
    monkeypatch.chdir(folder)
    (folder / "poem.json").write_text("{}")
    result = run("watermark", "tokenizers", "add", *arguments)
    assert result.exit_code == code
    assert told in " ".join(result.stderr.split()).replace("│ ", "")


def test_one_of_ones_own_is_removed_and_the_keys_that_name_it_are_told(run, reader, folder):
    run("watermark", "tokenizers", "add", "llama", folder)
    run("watermark", "keys", "add", "mine", "--scheme", "kgw", "--key", "918273645", "--tokenizer", "llama")
    run("watermark", "keys", "add", "other", "--scheme", "kgw", "--key", "5")
    result = run("watermark", "tokenizers", "remove", "llama")
    assert (result.exit_code, result.stdout) == (0, "Removed: llama\n")
    assert result.stderr == "These keys of yours name it, and are no longer tried with it: mine\n"
    run("watermark", "tokenizers", "add", "phi", folder)
    assert run("watermark", "tokenizers", "remove", "phi").stderr == ""


def test_one_that_ships_or_that_nobody_knows_is_not_removed(run, reader, folder):
    run("watermark", "tokenizers", "add", "llama", folder)
    result = run("watermark", "tokenizers", "remove", "gpt2")
    assert result.exit_code == 3
    assert "you have added no tokenizer 'gpt2'; yours: llama" in result.stderr


def test_the_list_tells_the_widths(run, reader):
    assert "151,936, 152,064" in run("watermark", "tokenizers", "list").stdout
    told = json.loads(run("watermark", "tokenizers", "list", "-f", "json").stdout)
    assert told["tokenizers"]["gpt2"] == [50257]


def test_usual_widths_are_round_ones_and_the_tokenizers_own():
    assert usual_widths(151_669) == [151_669, 151_680, 151_808]
    assert usual_widths(256) == [256]

import json

import pytest

MARKED = "The grass was green.\n\nAnd so on."


def test_a_file_is_scanned_as_it_is(run, reader, tmp_path):
    file = tmp_path / "essay.txt"
    file.write_text(MARKED)
    result = run("watermark", "scan", file)
    assert result.exit_code == 0
    assert reader.asked == [(MARKED, False)]
    assert "Marked by the key left" in result.stdout


def test_standard_input_and_json(run, reader):
    result = run("watermark", "scan", "-", "--format", "json", "--thorough", stdin=MARKED)
    answer = json.loads(result.stdout)
    assert answer["file"] == "standard input"
    assert answer["spans"][0]["start"] == MARKED.index("green")
    assert len(answer["configurations"]) == answer["tried"] == 12
    assert reader.asked[0][1] is True


def test_json_lines_in_json_lines_out(run, reader, tmp_path):
    file = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": "a", "text": MARKED}), "{no", json.dumps({"id": 7, "text": "plain"})]
    file.write_text("\n".join(lines))
    result = run("watermark", "scan", file, "-f", "jsonl")
    assert result.exit_code == 3
    one, wrong, two = map(json.loads, result.stdout.splitlines())
    assert (one["id"], one["marked"], one["scheme"], one["key"]) == ("a", True, "kgw", "left")
    assert (wrong["code"], wrong["line"]) == ("invalid_json", 2)
    assert (two["id"], two["marked"], two["spans"]) == ("7", False, [])
    assert "configurations" not in one


def test_html_is_read_as_the_reader_sees_it(run, reader, tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<h1>Grass</h1><p>It is <b>green</b>.</p><script>var no</script>")
    answer = json.loads(run("watermark", "scan", file, "-f", "jsonl").stdout)
    assert reader.asked == [("Grass\n\nIt is green.", False)]
    assert [(span["start"], span["end"]) for span in answer["spans"]] == [(13, 18)]  # in the paragraphs that were read


def test_what_cannot_be_read_is_told(run, reader, tmp_path):
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    for name, told in (("latin.txt", "byte 3 is 0xe9"), ("gone.txt", "gone.txt")):
        result = run("watermark", "scan", tmp_path / name)
        assert result.exit_code == 3
        assert told in result.stderr


def test_an_unknown_unit_is_wrong_use(run, reader):
    result = run("watermark", "scan", "--offsets", "bytes", stdin="a")
    assert result.exit_code == 2
    assert "utf-16 or code-point" in result.stderr


def test_only_what_is_named_is_tried_and_an_unknown_name_is_wrong_use(run, reader):
    run("watermark", "scan", "--key", "left", "--key", "mine", "--tokenizer", "gpt2", stdin=MARKED)
    assert reader.named == [("left", "mine", "gpt2")]
    result = run("watermark", "scan", "--key", "nosuch", stdin=MARKED)
    assert result.exit_code == 2
    assert "expected one of left" in result.stderr


@pytest.mark.parametrize("command", ["scan", "explain"])
def test_a_tokenizer_that_is_broken_is_told_with_what_to_do(run, reader, monkeypatch, command):
    def broken(*arguments):
        raise OSError("the tokenizer llama: llama.tokenizer.json is no tokenizer.json")

    for name in ("try_keys", "fitting"):
        monkeypatch.setattr(reader, name, broken)
    result = run("watermark", command, stdin=MARKED)
    assert result.exit_code == 3
    assert "the tokenizer llama: " in result.stderr
    assert "watermark tokenizers remove" in result.stderr

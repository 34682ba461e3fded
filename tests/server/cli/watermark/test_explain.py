import json

import pytest

from originlens.cli.watermark.explain import coloured
from originlens.key_reader import TokenSeen

TEXT = "the grass green green grows"


def test_green_tokens_stand_in_brackets_for_the_best_key(run, reader):
    result = run("watermark", "explain", stdin=TEXT)
    assert result.exit_code == 0
    assert "left, gpt2 50257: 4 of 5 tokens judged, mean 0.500, by chance 0.250" in result.stdout
    assert "the grass [green] [green] grows" in result.stdout


def test_json_has_every_token(run, reader):
    result = run(
        "watermark",
        "explain",
        "--key",
        "left",
        "--tokenizer",
        "gpt2",
        "--vocabulary",
        "50304",
        "-f",
        "json",
        stdin=TEXT,
    )
    answer = json.loads(result.stdout)
    assert (answer["chance"], answer["vocabulary"]) == (0.25, 50304)
    assert answer["tokens"][0] == {"start": 0, "end": 3, "text": "the", "value": None}
    assert [token["value"] for token in answer["tokens"][1:]] == [0, 1, 1, 0]
    assert (reader.asked, reader.fitted) == ([], [])


def test_what_is_not_named_is_chosen_and_nothing_else_is_tried(run, reader):
    run("watermark", "explain", "--key", "left", stdin=TEXT)
    run("watermark", "explain", "--tokenizer", "qwen", stdin=TEXT)
    answer = json.loads(
        run("watermark", "explain", "--key", "left", "--tokenizer", "qwen", "-f", "json", stdin=TEXT).stdout
    )
    assert answer["vocabulary"] == 50257
    assert (reader.asked, reader.fitted) == ([], [("left", ""), ("", "qwen"), ("left", "qwen")])


def test_an_unknown_key_is_wrong_use(run, reader):
    result = run("watermark", "explain", "--key", "nosuch", stdin=TEXT)
    assert result.exit_code == 2
    assert "expected one of left" in result.stderr


def test_json_lines_are_many_texts_and_html_is_read_as_a_reader_sees_it(run, reader, tmp_path):
    (tmp_path / "many.jsonl").write_text('{"id": 1, "text": "green"}\n')
    result = run("watermark", "explain", tmp_path / "many.jsonl")
    assert result.exit_code == 2
    assert "JSON lines hold many texts" in result.stderr
    shown = run("watermark", "explain", "--from", "html", stdin="<p>the <b>green</b> hill</p>").stdout
    assert "the [green] hill" in shown


@pytest.mark.parametrize("colour", [True, False])
def test_all_of_the_text_is_shown_once_and_cannot_steer_the_terminal(colour):
    text = "a\x1b[2Jb é c"
    tokens = [TokenSeen(0, 1, 1.0), TokenSeen(5, 6, 0.0), TokenSeen(7, 8, 1.0), TokenSeen(7, 8, 1.0)]
    shown = coloured(text, tokens, 0.5, colour=colour).plain
    assert "\x1b" not in shown
    assert shown == ("a [2Jb é c" if colour else "[a] [2Jb [é] c")


def test_the_space_before_a_word_is_not_part_of_what_is_marked():
    tokens = [TokenSeen(0, 3, 1.0), TokenSeen(3, 9, 1.0), TokenSeen(9, 10, 1.0), TokenSeen(10, 14, 0.0)]
    shown = coloured("The grass\n was", tokens, 0.5, colour=False).plain
    assert shown == "[The] [grass]\n was"

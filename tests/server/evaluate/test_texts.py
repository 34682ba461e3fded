"""Labelled texts: what is read, what may be left out, and errors that name the line and never quote the text."""

import gzip
import json

import pytest

from originlens.errors import OriginlensError
from originlens.evaluate.texts import Labelled, load

ROW = {"text": "A secret sentence.", "label": "human"}


def written(tmp_path, *lines):
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n", "utf-8")
    return file


def test_text_and_label_are_enough(tmp_path) -> None:
    (one,) = load(written(tmp_path, ROW))
    assert one == Labelled("texts.jsonl:1", "A secret sentence.", "human")
    assert one.group == ""


def test_every_field_is_read_and_other_keys_are_not(tmp_path) -> None:
    given = {
        "id": 7, "label": "llm", "source": "s", "domain": "d", "lang": "en", "model": "m", "family": "qwen", "attack": "a",
        "pair_id": "p", "first_party": False,
    }  # fmt: skip
    (one,) = load(written(tmp_path, ROW | given | {"license": ["any", "thing"]}))
    assert one == Labelled("7", "A secret sentence.", "llm", "s", "d", "en", "m", "qwen", "a", "p", False)
    assert one.group == "s, d"


def test_a_group_of_writers_stands_before_source_and_domain(tmp_path) -> None:
    (one,) = load(written(tmp_path, ROW | {"group": "aunt", "source": "s"}))
    assert one.group == one.writers == "aunt"


@pytest.mark.parametrize("row", [{"text": "Mine."}, {"text": "Mine.", "label": None}])
def test_a_text_without_a_label_can_be_taken_for_human(tmp_path, row) -> None:
    file = written(tmp_path, row, {"text": "Not mine.", "label": "llm"})
    assert [one.label for one in load(file, unlabelled="human")] == ["human", "llm"]
    with pytest.raises(OriginlensError, match="label"):
        load(file)


def test_null_is_as_good_as_nothing(tmp_path) -> None:
    (one,) = load(written(tmp_path, ROW | {"id": None, "source": None, "first_party": None}))
    assert (one.id, one.source, one.first_party) == ("texts.jsonl:1", "", True)


def test_a_gzipped_file_a_byte_order_mark_and_blank_lines_are_read(tmp_path) -> None:
    file = tmp_path / "texts.jsonl.gz"
    file.write_bytes(gzip.compress(("\ufeff" + json.dumps(ROW) + "\n\n \n" + json.dumps(ROW)).encode()))
    assert [one.id for one in load(file)] == ["texts.jsonl.gz:1", "texts.jsonl.gz:4"]


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("{nonsense", "invalid_json", "line 2: "),
        ([1], "invalid_request", "line 2: it is an array; expected an object"),
        ({"label": "human"}, "invalid_request", "line 2: the key 'text' is missing"),
        ({"text": "secret"}, "invalid_request", "line 2: the key 'label' is missing"),
        (ROW | {"label": "ai"}, "invalid_request", "line 2: label is 'ai'; expected 'human' or 'llm'"),
        (ROW | {"label": ["x"]}, "invalid_request", "line 2: label is ['x']; expected"),
        (ROW | {"text": None}, "invalid_request", "line 2: text is null; expected a string"),
        (ROW | {"id": 1.5}, "invalid_request", "line 2: id is a number; expected a string or a whole number"),
        (ROW | {"id": True}, "invalid_request", "line 2: id is true or false"),
        (ROW | {"source": 3}, "invalid_request", "line 2: source is a number; expected a string"),
        (ROW | {"first_party": "no"}, "invalid_request", "line 2: first_party is a string; expected true or false"),
    ],
)
def test_an_error_names_file_line_and_what_was_expected(tmp_path, line, code, told) -> None:
    with pytest.raises(OriginlensError) as failed:
        load(written(tmp_path, ROW, line))
    assert failed.value.code == code
    assert told in failed.value.detail
    assert "texts.jsonl" in failed.value.detail
    assert "secret" not in failed.value.detail
    assert "label" in failed.value.remedy


def test_an_empty_file_says_so(tmp_path) -> None:
    with pytest.raises(OriginlensError, match="no line with a text"):
        load(written(tmp_path, ""))


def test_a_file_that_is_not_there_and_a_broken_archive_are_told(tmp_path) -> None:
    with pytest.raises(OriginlensError) as failed:
        load(tmp_path / "absent.jsonl")
    assert (failed.value.code, "No such file" in failed.value.detail) == ("file_unreadable", True)
    for content in (b"not gzip at all", gzip.compress(json.dumps(ROW).encode() * 50)[:-12]):
        broken = tmp_path / "broken.jsonl.gz"
        broken.write_bytes(content)
        with pytest.raises(OriginlensError) as failed:
            load(broken)
        assert failed.value.code == "file_unreadable"

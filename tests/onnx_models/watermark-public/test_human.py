import gzip
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import human


def write(file, rows):
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    file.write_bytes(gzip.compress(lines.encode()) if file.suffix == ".gz" else lines.encode())
    return file


def rows(count):
    return [{"text": f"word {i} " + "and so on " * 20, "label": "human", "lang": "en"} for i in range(count)]


def test_the_three_parts_are_disjoint_and_make_the_whole(tmp_path):
    file = write(tmp_path / "texts.jsonl.gz", rows(30))
    parts = [list(human.texts(file, 10, part)) for part in ("prompts", "tune", "judge")]
    assert [len(part) for part in parts] == [10, 10, 10]
    assert len({text for part in parts for text in part}) == 30


def test_a_part_comes_in_the_same_order_each_time(tmp_path):
    file = write(tmp_path / "texts.jsonl", rows(30))
    once, again = (list(human.texts(file, 10, "judge")) for _ in range(2))
    assert once == again
    assert once != sorted(once)


def test_short_texts_those_of_models_and_other_languages_are_left_out(tmp_path):
    kept = {"text": "one two three", "label": "human", "lang": "en"}
    mixed = [
        kept,
        kept | {"label": "llm"},
        kept | {"lang": "de"},
        kept | {"text": "one two"},
        {"text": "four five six"},
    ]
    file = write(tmp_path / "texts.jsonl", [row for row in mixed for _ in range(3)])
    assert sorted(human.texts(file, 3, "judge")) == ["four five six", "one two three"]

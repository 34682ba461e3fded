"""speed_first.py on a text of ours: a row for each step of a fresh process."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import speed_first

SENTENCE = "The ferry was late again, so we sat on the wall and shared what was left of the bread, and counted boats. "


def test_each_step_of_a_fresh_process_is_told(tmp_path, capsys, monkeypatch):
    file = tmp_path / "human.jsonl"
    file.write_text("".join(json.dumps({"text": SENTENCE * 25}) + "\n" for _ in range(3)))
    arguments = [speed_first.__file__, "--human", str(file), "--work", str(tmp_path), "--rounds", "1"]
    monkeypatch.setattr(sys, "argv", arguments)
    speed_first.main()
    _, _, *rows = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines() if line]
    assert [row[0].strip() for row in rows] == ["open four tokenizers", "first scan", "scan 2", "scan 3"]
    assert all(int(cell) > 0 for row in rows for cell in row[1:])
    assert (tmp_path / "tables" / "speed-first.md").is_file()

import gzip
import importlib.util
import json
import sys

from originlens import bundles

FILE = bundles.shipped_bundles() / "chatbot-leftovers" / "measure.py"
spec = importlib.util.spec_from_file_location("leftovers_measure", FILE)
measure = importlib.util.module_from_spec(spec)
spec.loader.exec_module(measure)


def test_it_counts_documents_and_rules_and_prints_no_text(tmp_path, monkeypatch, capsys):
    rows = [("A town. citeturn0search0 turn0news1", "llm"), ("A town.", "llm"), ("A ‘turn0search0’.", "human")]
    for name in ("train.jsonl.gz", "check.jsonl.gz"):
        with gzip.open(tmp_path / name, "wt") as file:
            file.writelines(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows)
    monkeypatch.setattr(sys, "argv", ["measure.py", "--data", str(tmp_path)])
    measure.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("train.jsonl.gz human: 0 of 1 documents marked (0.000000 to 0.975")
    assert lines[1].startswith("train.jsonl.gz llm: 1 of 2 documents marked")
    assert lines[2:4] == ["  human chatgpt.turn, only mentioned: 1", "  llm chatgpt.turn: 1"]
    assert "town" not in "".join(lines)

import gzip
import importlib.util
import json
import sys

from originlens import bundles

FILE = bundles.shipped_bundles() / "hidden-characters" / "measure.py"
spec = importlib.util.spec_from_file_location("hidden_measure", FILE)
measure = importlib.util.module_from_spec(spec)
spec.loader.exec_module(measure)


def test_it_counts_documents_by_language_and_prints_no_text(tmp_path, monkeypatch, capsys):
    rows = [("A fer\u200bry was la\u200bte.", "en", "human"), ("A ferry.", "en", "human"), ("Eine Fähre.", "de", "human"),
            ("p\u0430yment refus\u0435d", "en", "llm")]  # fmt: skip
    for name in ("train.jsonl.gz", "check.jsonl.gz"):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": t, "lang": lang, "label": label}) + "\n" for t, lang, label in rows)
    monkeypatch.setattr(sys, "argv", ["measure.py", "--data", str(tmp_path)])
    measure.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "| all human | 6 | 2 | 3333.3 (432.7 to 7772.2) |",
        "| all llm | 2 | 2 | 10000.0 (1581.1 to 10000.0) |",
        "| de | 2 | 0 | 0.0 (0.0 to 8418.9) |",
        "| en | 4 | 2 | 5000.0 (675.9 to 9324.1) |",
        "  human en hidden.zero-width: 2",
        "  llm en hidden.homoglyphs: 2",
    ]

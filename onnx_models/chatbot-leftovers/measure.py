"""Count the rules' marks on labelled texts: python onnx_models/chatbot-leftovers/measure.py --data FOLDER

FOLDER holds *.jsonl.gz with `text` and `label` (human or llm). Prints no text.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from scipy.stats import binomtest

import originlens_residue
from originlens import bundles
from originlens.contract import Document

HERE = Path(__file__).parent


def main() -> None:
    """Print a line for each file and label, then one for each rule that marked anything."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    folder = arguments.parse_args().data
    residue = originlens_residue.open(bundles.load(HERE))
    for name in ("train.jsonl.gz", "check.jsonl.gz"):
        documents, marked, rules = Counter(), Counter(), Counter()
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                documents[row["label"]] += 1
                (reading,) = residue.read([residue.prepare(Document((row["text"],)))])
                used = {mark.what for mark in reading.marks if mark.strength != "none"}
                mentioned = {f"{mark.what}, only mentioned" for mark in reading.marks if mark.strength == "none"}
                marked[row["label"]] += bool(used)
                rules.update((row["label"], what) for what in used | mentioned)
        for label, n in sorted(documents.items()):
            interval = binomtest(marked[label], n).proportion_ci(method="exact")
            told = f"{marked[label]} of {n:,} documents marked ({interval.low:.6f} to {interval.high:.6f})"
            print(f"{name} {label}: {told}")
        for (label, what), count in sorted(rules.items()):
            print(f"  {label} {what}: {count}")


if __name__ == "__main__":
    main()

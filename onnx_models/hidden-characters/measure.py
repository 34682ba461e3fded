"""Count the marks on labelled texts by language: python onnx_models/hidden-characters/measure.py --data FOLDER

FOLDER holds *.jsonl.gz with `text`, `label` (human or llm) and `lang`. Prints no text.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from scipy.stats import binomtest

from originlens.contract import About, Document
from originlens_hidden import LOOKALIKES, Hidden
from originlens_hidden.homoglyphs import Homoglyphs

HERE = Path(__file__).parent


def row(name: str, marked: int, of: int) -> str:
    """One line of the card's table: marked documents, and how many of 10,000 with the exact 95% interval."""
    interval = binomtest(marked, of).proportion_ci(method="exact")
    share, low, high = (1e4 * value for value in (marked / of, interval.low, interval.high))
    return f"| {name} | {of:,} | {marked} | {share:.1f} ({low:.1f} to {high:.1f}) |"


def main() -> None:
    """Print a table for human texts by language and sort, and a line for the LLM texts of both files."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    folder = arguments.parse_args().data
    table = json.loads((HERE / LOOKALIKES).read_text("utf-8"))
    hidden = Hidden(About(HERE.name, "measure", "hidden", "document"), Homoglyphs(table))
    documents: Counter[tuple[str, str]] = Counter()
    marked: Counter[tuple[str, str]] = Counter()
    sorts: Counter[tuple[str, str, str]] = Counter()
    for name in ("train.jsonl.gz", "check.jsonl.gz"):
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                key = (document["label"], document["lang"])
                documents[key] += 1
                (reading,) = hidden.read([hidden.prepare(Document((document["text"],)))])
                marked[key] += bool(reading.marks)
                sorts.update((*key, what) for what in {mark.what for mark in reading.marks})
    for label in ("human", "llm"):
        of = sum(n for (which, _), n in documents.items() if which == label)
        if of:
            print(row(f"all {label}", sum(n for (which, _), n in marked.items() if which == label), of))
    for (label, language), of in sorted(documents.items()):
        if label == "human":
            print(row(language, marked[label, language], of))
    for (label, language, what), count in sorted(sorts.items()):
        print(f"  {label} {language} {what}: {count}")


if __name__ == "__main__":
    main()

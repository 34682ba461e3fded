"""Count the rules' marks on labelled texts: python onnx_models/chatbot-leftovers/measure.py --data FOLDER

FOLDER holds *.jsonl.gz with `text` and `label` (human or llm). Prints no text.
"""

import argparse
import gzip
import json
import math
from collections import Counter
from pathlib import Path

from originlens.contract import About, Document
from originlens_residue import RULES, Residue
from originlens_residue.rules import load

HERE = Path(__file__).parent


def clopper_pearson(found: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided interval of a share (Clopper and Pearson 1934), by bisection of the binomial tails."""
    tail = (1 - confidence) / 2
    low = 0.0 if found == 0 else _where(lambda p: 1 - _at_most(found - 1, of, p), tail)
    high = 1.0 if found == of else _where(lambda p: 1 - _at_most(found, of, p), 1 - tail)
    return low, high


def _at_most(found: int, of: int, share: float) -> float:
    """P(X <= found) for X binomial."""
    log = math.lgamma(of + 1)
    terms = (
        math.exp(
            log - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * math.log(share) + (of - k) * math.log1p(-share)
        )
        for k in range(found + 1)
    )
    return math.fsum(terms)


def _where(rising, value: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return (low + high) / 2


def main() -> None:
    """Print a line for each file and label, then one for each rule that marked anything."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    folder = arguments.parse_args().data
    residue = Residue(About(HERE.name, "measure", "residue", "document"), load(HERE / RULES))
    for name in ("train.jsonl.gz", "check.jsonl.gz"):
        documents, marked, rules = Counter(), Counter(), Counter()
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                documents[row["label"]] += 1
                (reading,) = residue.read([residue.prepare(Document((row["text"],)))])
                marked[row["label"]] += bool(reading.marks)
                rules.update((row["label"], what) for what in {mark.what for mark in reading.marks})
        for label, n in sorted(documents.items()):
            low, high = clopper_pearson(marked[label], n)
            print(f"{name} {label}: {marked[label]} of {n:,} documents marked ({low:.6f} to {high:.6f})")
        for (label, what), count in sorted(rules.items()):
            print(f"  {label} {what}: {count}")


if __name__ == "__main__":
    main()

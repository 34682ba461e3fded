"""Count the marks of `signed` and `declared` on human text: python onnx_models/declarations/measure.py --data FOLDER

FOLDER holds *.jsonl.gz with `text` and `label` (human or llm); each text is read as a file of paragraphs. The pages are
those of tests/plugins/pages.toml. Prints no text but the marks' own ids.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scipy.stats import binomtest

import originlens_declared
import originlens_signed
from originlens import bundles
from originlens.contract import Document
from originlens.files.html import html_text
from originlens.files.plain import plain_text

ROOT = Path(__file__).parents[2]


def texts(file: Path, label: str) -> Iterator[Document]:
    """The documents of one label."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["label"] == label:
                text = row["text"]
                yield Document(tuple(plain_text(text)), source=text.encode("utf-8", "replace"))


def html_pages() -> Iterator[Document]:
    """The pages that we wrote."""
    sys.path.insert(0, str(ROOT))
    from tests.plugins.pages import pages

    for _, html in pages():
        paragraphs, document = html_text(html)
        yield replace(document, blocks=tuple(paragraphs), source=html.encode())


def main() -> None:
    """Print a line for each set, with the marks that it got."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    folder = arguments.parse_args().data
    detectors = [
        originlens_signed.open(bundles.load(bundles.shipped_bundles() / "content-credentials")),
        originlens_declared.open(bundles.load(bundles.shipped_bundles() / "declarations")),
    ]
    sets = {
        f"{label}, {name}": texts(folder / f"{name}.jsonl.gz", label)
        for name in ("train", "check")
        for label in ("human", "llm")
    }
    for name, documents in {"pages": html_pages(), **sets}.items():
        marked, found, n = 0, Counter(), 0
        for document in documents:
            n += 1
            marks = [
                mark for d in detectors for mark in d.read([d.prepare(document)])[0].marks if mark.strength != "none"
            ]
            marked += bool(marks)
            found.update({mark.what for mark in marks})
        interval = binomtest(marked, n).proportion_ci(0.95, "exact")
        print(f"{name}: {marked} of {n:,} marked ({interval.low:.4%} to {interval.high:.4%}) {dict(found) or ''}")


if __name__ == "__main__":
    main()

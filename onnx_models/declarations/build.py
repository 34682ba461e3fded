"""Check terms.toml, then write golden.json and bundle.toml: python onnx_models/declarations/build.py

Run it after every change of terms.toml or CARD.md, and raise VERSION when a reading can change.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from originlens import digests
from originlens.contract import About, Document
from originlens_declared import TERMS, Declared
from originlens_declared.terms import Terms, load

VERSION = "1"
HERE = Path(__file__).parent
FILES = (TERMS, "golden.json", "CARD.md")


def problems(tables: list[dict[str, object]], terms: Terms) -> Iterator[str]:
    """What is wrong with the labels, one line each."""
    if len({table["id"] for table in tables}) < len(tables):
        yield "two labels have the same id"
    for table in tables:
        # What the wire says of a label is its id alone (server/README.md).
        if (table["meaning"] == "human") is not str(table["id"]).endswith(".no-ai"):
            yield f"{table['id']}: an id ends in .no-ai where the label means human, and nowhere else"
        for key in ("why", "must_match", "must_not_match"):
            if not table.get(key):
                yield f"{table['id']}: {key} is missing or empty"
        for example in table.get("must_match", ()):
            found = terms.label(example)
            if found is None or (found.label, found.meaning) != (table["id"], table["meaning"]):
                yield f"{table['id']}: must match {example!r}"
        yield from (
            f"{table['id']}: must not match {one!r}" for one in table.get("must_not_match", ()) if terms.label(one)
        )


def main() -> None:
    """Check, write, and say what was written."""
    terms = load(HERE / TERMS)
    tables = tomllib.loads((HERE / TERMS).read_text("utf-8"))["label"]
    if wrong := list(problems(tables, terms)):
        raise SystemExit("\n".join(wrong))
    detector = Declared(About(HERE.name, VERSION, "declared", "document"), terms)
    texts = [text for table in tables for text in (table["must_match"][0], table["must_not_match"][0])]
    readings = detector.read([detector.prepare(Document((text,))) for text in texts])
    cases = [
        {"text": text, "marks": [{"what": mark.what, "spans": mark.spans} for mark in reading.marks]}
        for text, reading in zip(texts, readings, strict=True)
    ]
    (HERE / "golden.json").write_text(json.dumps({"cases": cases}, ensure_ascii=True, indent=1) + "\n", "utf-8")
    (HERE / "bundle.toml").write_text(manifest(), "utf-8")
    print(f"{len(tables)} labels, {len(cases)} golden cases")


def manifest() -> str:
    """bundle.toml, with the digests of the files as they are now."""
    lines = [
        "# Written by build.py.",
        f'name = "{HERE.name}"',
        'method = "declared"',
        f'version = "{VERSION}"',
        'licence = "Apache-2.0"',
        'source = "Terms of public vocabularies, and labels written by hand"',
        'card = "CARD.md"',
        'golden = "golden.json"',
    ]
    return "\n".join(lines) + "\n" + digests.tables(HERE, FILES)


if __name__ == "__main__":
    main()

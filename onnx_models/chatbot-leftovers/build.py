"""Check rules.toml, then write golden.json and bundle.toml: python onnx_models/chatbot-leftovers/build.py

Run it after every change of rules.toml or CARD.md, and raise the list's version when a reading can change.
"""

import json
from pathlib import Path

import originlens_residue
from originlens import digests
from originlens.bundles import File, LoadedBundle, Manifest
from originlens.contract import Document, Mark
from originlens_residue import RULES, Residue
from originlens_residue.rules import read

HERE = Path(__file__).parent
NO_FILE = File(sha256="0" * 64, size=0)  # not checked: the file is about to be listed
FILES = (RULES, "golden.json", "CARD.md")


def marks_of(residue: Residue, text: str) -> tuple[Mark, ...]:
    """The marks of a document that is one block."""
    (reading,) = residue.read([residue.prepare(Document((text,)))])
    return reading.marks


def opened() -> Residue:
    """The method on rules.toml as it stands, which holds every rule to its examples. Raises ValueError."""
    manifest = Manifest(name=HERE.name, method="residue", version="0", licence="-", source="-", files={RULES: NO_FILE})
    return originlens_residue.open(LoadedBundle(HERE, manifest))


def main() -> None:
    """Check, write, and say what was written."""
    tables = read(HERE / RULES)["rule"]
    residue = opened()
    cases = [
        {"text": text, "marks": [{"what": mark.what, "spans": mark.spans} for mark in marks_of(residue, text)]}
        for table in tables
        for text in (table["must_match"][0], table["must_not_match"][0])
    ]
    golden = json.dumps({"cases": cases}, ensure_ascii=True, indent=1) + "\n"
    (HERE / "golden.json").write_text(golden, "utf-8")
    (HERE / "bundle.toml").write_text(manifest(), "utf-8")
    print(f"{len(tables)} rules, {len(cases)} golden cases")


def manifest() -> str:
    """bundle.toml, with the digests of the files as they are now."""
    lines = [
        "# Written by build.py.",
        f'name = "{HERE.name}"',
        'method = "residue"',
        f'version = "{read(HERE / RULES)["version"]}"',
        "languages = []",
        "least_words = 0",
        "max_tokens = 0",
        'licence = "Apache-2.0"',
        'source = "Rules written by hand from public descriptions; each names its source in rules.toml"',
        'card = "CARD.md"',
        'golden = "golden.json"',
        "",
        "[updates]",
        f'file = "{RULES}"',
        "keys = []",
    ]
    return "\n".join(lines) + "\n" + digests.tables(HERE, FILES)


if __name__ == "__main__":
    main()

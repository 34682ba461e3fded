"""Write golden.json and bundle.toml: python onnx_models/content-credentials/build.py

Run it after every change of CARD.md, and raise VERSION when a reading can change: with the verifier's version too.
"""

import json
from pathlib import Path

from originlens import digests
from originlens.contract import About, Document
from originlens_signed import Signed
from originlens_signed.carriers import WRAPPER
from originlens_signed.verify import Trust

VERSION = "1"
HERE = Path(__file__).parent
FILES = ("golden.json", "CARD.md")
TEXTS = (
    "The ferry left at nine and nobody waved." + WRAPPER + "\ufe01\ufe00\ufe00",  # a manifest that is cut off
    "The ferry left at nine \ufeff\ufe00\ufe01 and nobody waved. The flag\ufe0f and the heart \u2764\ufe0f were new.",
    "Put it between -----BEGIN C2PA MANIFEST----- and -----END C2PA MANIFEST----- in a comment.",
)


def main() -> None:
    """Write both files, and say what was written."""
    detector = Signed(About(HERE.name, VERSION, "signed", "document"), Trust())
    readings = detector.read([detector.prepare(Document((text,))) for text in TEXTS])
    cases = [
        {"text": text, "marks": [{"what": mark.what, "spans": mark.spans} for mark in reading.marks]}
        for text, reading in zip(TEXTS, readings, strict=True)
    ]
    (HERE / "golden.json").write_text(json.dumps({"cases": cases}, ensure_ascii=True, indent=1) + "\n", "utf-8")
    (HERE / "bundle.toml").write_text(manifest(), "utf-8")
    print(f"{len(cases)} golden cases")


def manifest() -> str:
    """bundle.toml, with the digests of the files as they are now."""
    lines = [
        "# Written by build.py.",
        f'name = "{HERE.name}"',
        'method = "signed"',
        f'version = "{VERSION}"',
        'licence = "Apache-2.0"',
        'source = "Settings by hand; the trust lists come with the package encypher-c2pa"',
        'card = "CARD.md"',
        'golden = "golden.json"',
        "",
        "[options]",
        "packaged_trust = true",
    ]
    return "\n".join(lines) + "\n" + digests.tables(HERE, FILES)


if __name__ == "__main__":
    main()

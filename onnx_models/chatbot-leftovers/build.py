"""Check rules.toml, then write golden.json and bundle.toml: python onnx_models/chatbot-leftovers/build.py

Run it after every change of rules.toml or CARD.md, and raise VERSION when a reading can change.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from re import _constants, _parser  # the only way to see what a pattern can repeat
from typing import Any

from originlens.contract import About, Document, Mark
from originlens_residue import RULES, Residue
from originlens_residue.rules import load

VERSION = "1"
HERE = Path(__file__).parent
FILES = (RULES, "golden.json", "CARD.md")
MOST_REPEATS = 400  # the most that one quantifier may take, so that each place of a text costs a bounded time


def backtracking(pattern: str) -> list[str]:
    """What in the pattern could take more than a bounded time at one place of a text; empty: nothing.

    A possessive quantifier never gives back what it took, and an optional part has two ways only.
    """
    return list(_backtracking(_parser.parse(pattern)))


def _backtracking(parsed: Any) -> Iterator[str]:
    for operation, value in parsed:
        if operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[1] > max(value[0], 1):
            yield f"{{{value[0]},{value[1]}}} is not possessive"
        if operation is _constants.POSSESSIVE_REPEAT and value[1] > MOST_REPEATS:
            yield f"{{{value[0]},{value[1]}}}+ takes more than {MOST_REPEATS}"
        if operation in (_constants.GROUPREF, _constants.GROUPREF_EXISTS):
            yield "a back-reference"
        for part in value if isinstance(value, (tuple, list)) else (value,):
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, _parser.SubPattern):
                    yield from _backtracking(inner)


def marks_of(residue: Residue, text: str) -> tuple[Mark, ...]:
    """The marks of a document that is one block."""
    (reading,) = residue.read([residue.prepare(Document((text,)))])
    return reading.marks


def problems(tables: list[dict[str, Any]], residue: Residue) -> Iterator[str]:
    """What is wrong with the rules, one line each."""
    if len({table["id"] for table in tables}) < len(tables):
        yield "two rules have the same id"
    for table in tables:
        name = table["id"]
        for key in ("why", "source", "must_match", "must_not_match"):
            if not table.get(key):
                yield f"{name}: {key} is missing or empty"
        yield from (f"{name}: {problem}" for problem in backtracking(table["pattern"]))
        for example in table["must_match"]:
            if [mark.what for mark in marks_of(residue, example)] != [name]:
                yield f"{name}: must match alone in {example!r}"
            pattern_only = re.search(table["pattern"], example)
            if pattern_only and not any(hint in pattern_only[0].lower() for hint in table["hints"]):
                yield f"{name}: no hint is part of {pattern_only[0]!r}"
        for example in table["must_not_match"]:
            if marks_of(residue, example):
                yield f"{name}: must not match {example!r}"


def main() -> None:
    """Check, write, and say what was written."""
    residue = Residue(About(HERE.name, VERSION, "residue", "document"), load(HERE / RULES))
    tables = tomllib.loads((HERE / RULES).read_text("utf-8"))["rule"]
    if wrong := list(problems(tables, residue)):
        raise SystemExit("\n".join(wrong))
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
        f'version = "{VERSION}"',
        "languages = []",
        "least_words = 0",
        "max_tokens = 0",
        'licence = "Apache-2.0"',
        'source = "Rules written by hand from public descriptions; each names its source in rules.toml"',
        'card = "CARD.md"',
        'golden = "golden.json"',
    ]
    for name in FILES:
        content = (HERE / name).read_bytes()
        lines += [
            "",
            f'[files."{name}"]',
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            f"size = {len(content)}",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

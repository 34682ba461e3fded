"""Human texts for the measurements: JSON lines with `text`, and with `label` and `lang` where they are mixed."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

_SEED = 7
_PARTS = ("prompts", "tune", "judge")


def texts(file: Path, least_words: int, part: str) -> Iterator[str]:
    """English human texts of at least so many words, in an order of their own, of one of three disjoint parts.

    `prompts` are gone on from, `tune` is for choosing, `judge` for measuring.
    """
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        rows = (json.loads(line) for i, line in enumerate(lines) if _PARTS[i % len(_PARTS)] == part)
        found = [
            row["text"].strip()
            for row in rows
            if row.get("label", "human") == "human" and row.get("lang", "en") == "en"
            and len(row["text"].split()) >= least_words
        ]  # fmt: skip
    random.Random(f"{_SEED}/{part}").shuffle(found)
    yield from found

"""Generated texts as a stranger meets them: decoded, tokenised again, and judged at one known configuration."""

import json
import lzma
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import registry
from marks import BATCHES, Mark, V
from tokenizers import Tokenizer

from originlens.evaluate.measures import interval
from originlens_watermark.detect import detect
from originlens_watermark.tokenizer import SUFFIX, Reader

ALPHA = 1e-3


def reader(work: Path) -> Reader:
    """SmolLM2's tokenizer, as one that the user has added; generate.py left it in the folder."""
    file = work / f"smollm2{SUFFIX}"
    if not file.exists():
        file.write_bytes(lzma.compress((work / "model" / "tokenizer.json").read_bytes()))
    return Reader("smollm2", file, (V,), own=True)


def decoder(work: Path) -> Tokenizer:
    """Token ids -> text."""
    return Tokenizer.from_file(str(work / "model" / "tokenizer.json"))


def generated(work: Path, mark: Mark) -> tuple[list[list[int]], float]:
    """(token ids of each text that there is, mean entropy of the model's next token in nats)."""
    files = [work / f"{mark.name}-{number}.jsonl" for number in range(len(BATCHES))]
    rows = [json.loads(line) for file in files if file.exists() for line in file.read_text("utf-8").splitlines()]
    entropy = float(np.mean([row["entropy"] for row in rows])) if rows else math.nan
    return [row["ids"] for row in rows], entropy


def log_p(mark: Mark, text: str, tokens: Reader, *, cautious: bool = True) -> float:
    """Natural logarithm of the p-value where this configuration alone is tried; the search over windows is paid for.

    `cautious`: with the green share above the scheme's own that the product takes where none was measured.
    """
    profile = mark.profile if cautious else replace(mark.profile, green_share={f"{tokens.name}/{V}": 0.0})
    (tried,) = detect(text, [profile], [tokens], ALPHA, thorough=False, letters=registry.letters())
    return tried.log_p


def share(found: Sequence[bool]) -> str:
    """0.96 (0.80 to 1.00): a share with its Clopper-Pearson interval of 95%."""
    if not found:
        return ""
    low, high = interval(sum(found), len(found))
    return f"{np.mean(found):.2f} ({low:.2f} to {high:.2f})"


def table(work: Path, name: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print a table, and keep it for card.py."""
    rows = [head, ["---", *["--:"] * (len(head) - 1)], *lines]
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"
    (work / "tables").mkdir(exist_ok=True)
    (work / "tables" / f"{name}.md").write_text(text, "utf-8")
    print(text)

"""The files of an exported bundle: bundle.toml with its digests, the card, the golden readings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from originlens import digests
from originlens.bundles import MANIFEST
from originlens.export.checks import METHOD, Measured
from originlens.export.labels import Choice
from originlens.export.source import Source

LEAST_WORDS = 30  # shorter passages tell too little, and no calibration of ours begins below
TOKENIZER, CARD, GOLDEN = "tokenizer.json", "CARD.md", "golden.json"
UNKNOWN_LICENCE = "unknown, ask its author"
_GOLDEN_CASES, _GOLDEN_TOLERANCE = 8, 0.05  # log-odds: other processors round other activations


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest and the card say of an exported classifier."""

    name: str
    source: Source
    choice: Choice
    licence: str
    languages: tuple[str, ...]
    types: str
    pad_id: int

    @property
    def origin(self) -> str:
        """The manifest's `source`."""
        return f"{self.source.title}, a Hugging Face {self.source.architecture}, exported by Originlens"


def model(variant: str) -> str:
    """The file of a variant."""
    return f"model.{variant}.onnx"


def manifest(folder: Path, facts: Facts, variants: Sequence[str]) -> None:
    """Write bundle.toml for these variants, with the digests of what lies in the folder now."""
    present = {key: name for key, name in (("card", CARD), ("golden", GOLDEN)) if (folder / name).exists()}
    lines = [
        "# Written by `originlens plugin export`.",
        *(f"{key} = {_toml(value)}" for key, value in {
            "name": facts.name, "method": METHOD, "version": "1", "licence": facts.licence, "source": facts.origin,
            "languages": list(facts.languages), "least_words": LEAST_WORDS, "max_tokens": facts.source.max_tokens,
            **present,
        }.items()),
    ]  # fmt: skip
    for variant in variants:
        lines += ["", f"[variants.{variant}]", f"model = {_toml(model(variant))}"]
    lines += ["", "[options]", f"tokenizer = {_toml(TOKENIZER)}"]
    lines += [f"types = {_toml(facts.types)}"] if facts.types else []
    lines += [f"pad_id = {facts.pad_id}", f"llm_class = {facts.choice.number}"]
    files = digests.tables(folder, (TOKENIZER, *map(model, variants), *present.values()))
    (folder / MANIFEST).write_text("\n".join(lines) + "\n" + files, "utf-8")


def golden(folder: Path, texts: Sequence[str], statistics: NDArray[np.float64], measured: Sequence[Measured]) -> None:
    """Write golden.json: what the first variant scores; the others may differ by what was measured, twice."""
    tolerance = max([_GOLDEN_TOLERANCE, *(2 * one.largest for one in measured)])
    cases = [
        {"text": text, "language": "en", "statistic": round(float(statistic), 3), "tolerance": round(tolerance, 3)}
        for text, statistic in list(zip(texts, statistics, strict=True))[:_GOLDEN_CASES]
    ]
    (folder / GOLDEN).write_text(json.dumps({"cases": cases}, indent=1, ensure_ascii=False) + "\n", "utf-8")


def card(folder: Path, facts: Facts, measured: Sequence[Measured], left_out: Sequence[str]) -> None:
    """Write CARD.md: what this is, what was measured when it was exported, and what is not known of it."""
    assumed = " (assumed: its labels have no names)" if facts.choice.assumed else ""
    lines = [
        f"# {facts.name}", "", f"{facts.origin}. Licence: {facts.licence}.", "",
        f"Class {facts.choice.number}, `{facts.choice.name}`, stands for an LLM's text{assumed}. Languages:"
        f" {' '.join(facts.languages) or 'every language, for its maker names none'}."
        f" It reads at most {facts.source.max_tokens} tokens of a passage.", "",
        "## Not calibrated", "",
        "How rarely a human text reaches a score is not known, so it flags nothing until `originlens calibrate` has",
        "compared it with human texts of your own. How well it finds LLM text, `originlens evaluate` measures.", "",
        "## What the export changed", "",
        "Measured on the CPU, on passages of our own, fp32 against PyTorch and the others against fp32.", "",
        *(f"- {one}" for one in measured),
        *(f"- Left out. {one}" for one in left_out),
    ]  # fmt: skip
    (folder / CARD).write_text("\n".join(lines) + "\n", "utf-8")


def _toml(value: object) -> str:
    """Text, a number or a list of them; what JSON escapes, TOML reads the same."""
    return json.dumps(value, ensure_ascii=False)

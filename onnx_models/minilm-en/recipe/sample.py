"""Labelled documents -> training crops: who is in, how often each source is drawn, where a text is cut."""

import gzip
import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from originlens.text.normalise import normalise

FAMILIES = ("openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "xai", "other")
CROP_WORDS = (25, 35, 50, 70, 90, 110)  # one is drawn a batch, so that a batch needs little padding
PER_SOURCE, PER_MODEL = 6000, 250
HELD_OUT_PERCENT = 6  # of the documents (or pairs), kept from training for the score offsets
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s")


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled document; `family` is an index into FAMILIES, or -1 where it is unknown."""

    text: str
    is_llm: bool
    family: int
    weight: float


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The English rows of a data file, one after another."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["lang"] == "en":
                yield row


def held_out(row: dict[str, Any]) -> bool:
    """True for the documents that training never sees; texts of one prompt stay together."""
    digest = hashlib.blake2b(str(row.get("pair_id") or row["id"]).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % 100 < HELD_OUT_PERCENT


def documents(path: Path, rng: random.Random) -> list[Document]:
    """Training documents, capped by source and model, weighted so that the classes weigh the same."""
    chosen = [row for row in rows(path) if not held_out(row)]
    rng.shuffle(chosen)
    by_source: Counter[str] = Counter()
    by_model: Counter[tuple[str, str]] = Counter()
    kept = []
    for row in chosen:
        source = f"{row['label']}|{row['source']}|{row['domain']}"
        model = (row["source"], str(row.get("model")))
        if by_source[source] >= PER_SOURCE or (row["label"] == "llm" and by_model[model] >= PER_MODEL * 4):
            continue
        by_source[source] += 1
        by_model[model] += 1
        kept.append((row, source))
    class_weight = {
        label: sum(math.sqrt(n) for source, n in by_source.items() if source.startswith(label))
        for label in ("human", "llm")
    }
    return [
        Document(
            text=normalise(row["text"]).text,
            is_llm=row["label"] == "llm",
            family=FAMILIES.index(row["family"]) if row.get("family") and row.get("first_party", True) else -1,
            weight=1 / math.sqrt(by_source[source]) / class_weight[row["label"]],
        )
        for row, source in kept
    ]


def crop(text: str, words: int, rng: random.Random) -> str:
    """About `words` words of `text`, from the start of a random sentence; the end may cut one short."""
    starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text))]
    latest = max(0, len(text) - words * 5)
    start = rng.choice([s for s in starts if s <= latest] or [0])
    pieces = text[start:].split(" ")[: round(words * rng.uniform(0.8, 1.2))]
    piece = " ".join(pieces)
    # Half of the crops end at a sentence end, as passages do; the rest guards against a cue there.
    ends = [m.start() for m in _SENTENCE_END.finditer(piece)]
    if ends and ends[-1] > len(piece) * 0.6 and rng.random() < 0.5:
        piece = piece[: ends[-1] + 1]
    return _damage(piece, rng)


def _damage(text: str, rng: random.Random) -> str:
    """Now and then the small faults of typing and copying, in both classes alike."""
    draw = rng.random()
    if draw < 0.04:
        return text.lower()
    if draw < 0.08:
        return "".join(c for c in text if rng.random() > 0.01)
    if draw < 0.12:
        return re.sub(r"\b(?:the|a|an) ", lambda m: "" if rng.random() < 0.5 else m[0], text)
    if draw < 0.16:
        return re.sub(r'["*_#]+', "", text)
    return text

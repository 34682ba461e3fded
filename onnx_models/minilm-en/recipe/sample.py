"""Labelled documents -> training examples: who is in, how often each stratum is drawn, where a text is cut."""

import gzip
import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from originlens.text.normalise import normalise

from .damage import damage

FAMILIES = ("openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "xai", "other")
PER_SOURCE, PER_MODEL = 6000, 1000
HELD_OUT_PERCENT = {"human": 14, "llm": 4}  # of the documents (or pairs), kept from training to calibrate with
PAIRED = ("ranhli/l2r_data", "NLP2CT/DetectRL", "cvlab-columbia/RaidarLLMDetect")  # one text by both: no cue of topic
PAIRED_WEIGHT = 1.6
# A topic that only one label writes about speaks for that label: these are drawn less or more often than their size
# says. Of the 100 worst errors of version 2, 40 were rewritten film reviews and scripture taken for a human's, 35
# learners' arguments and riddles taken for an LLM's.
TOPIC_WEIGHT = {
    ("human", "review"): 0.5, ("human", "essay"): 2.0, ("human", "qa_forum"): 1.5, ("human", "abstract"): 2.0,
    ("human", "blog_personal"): 1.5,
    ("llm", "reasoning_answer"): 0.2, ("llm", "argument"): 0.5, ("llm", "essay_esl"): 0.5, ("llm", "review"): 1.5,
}  # fmt: skip
SPLICED_SHARE = 0.3
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s")


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled document; `family` is an index into FAMILIES, or -1 where it is unknown."""

    text: str
    is_llm: bool
    family: int
    weight: float


@dataclass(frozen=True, slots=True)
class Example:
    """A passage to learn from: one piece, or pieces of both labels one after another (`family` is then -1)."""

    text: str
    ends: tuple[int, ...]  # where each piece ends in `text`
    labels: tuple[bool, ...]  # of each piece: True for LLM
    family: int


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The English rows of a data file, one after another."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["lang"] == "en":
                yield row


def held_out(row: dict[str, Any]) -> bool:
    """True for the documents that training never sees; texts of one prompt stay together."""
    pair = row.get("pair_id")
    digest = hashlib.blake2b(str(pair or row["id"]).encode(), digest_size=4).digest()
    percent = HELD_OUT_PERCENT["llm" if pair else row["label"]]
    return int.from_bytes(digest, "big") % 100 < percent


def documents(path: Path, rng: random.Random) -> list[Document]:
    """Training documents, capped by source and model, weighted so that the classes weigh the same.

    A stratum (label, source, domain, family) is drawn in proportion to the square root of its size, PAIRED_WEIGHT
    and TOPIC_WEIGHT.
    """
    chosen = [row for row in rows(path) if not held_out(row)]
    rng.shuffle(chosen)
    sources: Counter[tuple[str, ...]] = Counter()
    models: Counter[tuple[str, ...]] = Counter()
    kept = []
    for row in chosen:
        source = (row["label"], row["source"], row["domain"])
        model = (row["source"], str(row.get("model")))
        if sources[source] >= PER_SOURCE or (row["label"] == "llm" and models[model] >= PER_MODEL):
            continue
        sources[source] += 1
        models[model] += 1
        kept.append((row, (*source, str(row.get("family")))))
    strata = Counter(stratum for _, stratum in kept)
    mass = {
        s: math.sqrt(n) * (PAIRED_WEIGHT if s[1] in PAIRED else 1) * TOPIC_WEIGHT.get((s[0], s[2]), 1)
        for s, n in strata.items()
    }
    of_label = {label: sum(m for s, m in mass.items() if s[0] == label) for label in ("human", "llm")}
    return [
        Document(
            text=normalise(row["text"]).text,
            is_llm=row["label"] == "llm",
            family=FAMILIES.index(row["family"]) if row.get("family") and row.get("first_party", True) else -1,
            weight=mass[stratum] / strata[stratum] / of_label[row["label"]],
        )
        for row, stratum in kept
    ]


def example(drawn: Sequence[Document], words: int, rng: random.Random) -> Example:
    """About `words` words of the first document, or of the two drawn, one spliced into the other.

    The second is used only where the labels differ and the passage is long enough to hold both.
    """
    first, second = drawn
    if first.is_llm == second.is_llm or words < 50 or rng.random() > 2 * SPLICED_SHARE:
        text = damage(crop(first.text, words, rng), rng)
        return Example(text, (len(text),), (first.is_llm,), first.family)
    share = rng.uniform(0.25, 0.75)
    pieces = [(crop(first.text, round(words * share), rng), first.is_llm)]
    pieces.append((crop(second.text, round(words * (1 - share)), rng), second.is_llm))
    text, ends = "", []
    for piece, _ in pieces:
        text += damage(piece, rng) + " "
        ends.append(len(text))
    return Example(text, tuple(ends), tuple(label for _, label in pieces), -1)


def crop(text: str, words: int, rng: random.Random) -> str:
    """About `words` words of `text`, from the start of a random sentence; the end may cut one short."""
    starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text))]
    latest = max(0, len(text) - words * 5)
    start = rng.choice([s for s in starts if s <= latest] or [0])
    pieces = text[start:].split(" ")[: round(words * rng.uniform(0.8, 1.2))]
    piece = " ".join(pieces)
    # Most crops end at a sentence end, as passages do; the rest guards against a cue there.
    ends = [m.start() for m in _SENTENCE_END.finditer(piece)]
    if ends and ends[-1] > len(piece) * 0.6 and rng.random() < 0.7:
        piece = piece[: ends[-1] + 1]
    return piece

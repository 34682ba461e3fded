"""The documents that calibrate and judge, and the blocks cut from them: several lengths of each document."""

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from originlens.text.normalise import normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

from .sample import held_out, rows

BANDS = (30, 45, 62, 95, 150, 300, 1_000_000)  # words; each band is half-open
SHORT, LONG = (36, 52, 76, 120), (200, 400, 1_000_000)  # lengths that blocks are cut to, in words
SHORT_OF_A_DOCUMENT = 2
_CAPS = {"human": 10_000, "llm": 1000, "attack": 800, "offset": 100}  # documents of one source
LEARNERS = "essay_esl"
_ESSAYS = (LEARNERS, "essay")
# Called human, but without a date, and some of its essays have an LLM's scaffold ("Introduction:", "Body:"), which the
# card counts. Calibrated on these, a detector learns to let LLMs pass.
DOUBTFUL = "NehorayBT/AI-TEXT-DETECTION (Kaggle LLM-Detect train_essays)"
_SCAFFOLD = re.compile(r"^(?:Introduction|Body|Title):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of one document.

    `role`: calibrate or judge (human, by half), doubtful, llm, attack, or offset (human, of `train`).
    """

    key: str
    document: str
    text: str
    role: str
    half: str  # "a" or "b", by document (texts of one prompt together)
    source: str
    domain: str
    family: str | None  # of LLM text whose maker is certain
    attack: str | None
    whole: bool

    @property
    def group(self) -> str:
        """The group of writers whose curve it belongs to."""
        return "learner" if self.domain == LEARNERS else "other"


def band(count: int) -> int | None:
    """Index of the length band of `count` words, or None where it is too short."""
    return next((i for i in range(len(BANDS) - 1) if BANDS[i] <= count < BANDS[i + 1]), None)


def scaffolds(data: Path) -> dict[bool, tuple[int, int]]:
    """Human documents of `check` with an LLM's scaffold, and all of them: of the doubtful source (True) and others."""
    counts = {True: (0, 0), False: (0, 0)}
    for row in rows(data / "check.jsonl.gz"):
        if row["label"] == "human":
            found, total = counts[row["source"] == DOUBTFUL]
            counts[row["source"] == DOUBTFUL] = found + bool(_SCAFFOLD.search(row["text"])), total + 1
    return counts


def sources_of(path: Path) -> set[str]:
    """Names of the sources of the English rows of a data file."""
    return {row["source"] for row in rows(path)}


def blocks(data: Path, seed: int, share: float) -> list[Block]:
    """All blocks of `check`, `check_attack` and the part of `train` that training never saw.

    `share` of the documents is taken, for a quick look; 1 is everything up to the caps.
    """
    files = (("check", None), ("check_attack", "attack"), ("train", "offset"))
    found: list[Block] = []
    for name, role in files:
        chosen = [
            row
            for row in rows(data / f"{name}.jsonl.gz")
            if name != "train" or (row["label"] == "human" and held_out(row))
        ]
        random.Random(seed).shuffle(chosen)
        taken: dict[str, int] = {}
        for row in chosen:
            kind = role or row["label"]
            place = f"{kind}|{row['source']}"
            taken[place] = taken.get(place, 0) + 1
            if taken[place] > max(20, _CAPS[kind] * share) or _number(row["id"]) % 1000 >= share * 1000:
                continue
            found += _of_document(row, kind, seed)
    return found


def _of_document(row: dict[str, object], kind: str, seed: int) -> Iterator[Block]:
    document = str(row["id"])
    # Texts of one pair stay together, but a prompt of school essays is answered by a hundred writers.
    pair = None if row["domain"] in _ESSAYS else row.get("pair_id")
    half = "ab"[_number(str(pair or document)) % 2]
    role = kind if kind != "human" else {"a": "calibrate", "b": "judge"}[half]
    if row["source"] == DOUBTFUL:
        role = "doubtful"
    certain = row.get("family") and row.get("first_party", True)
    rng = random.Random(f"{seed}/{document}")
    lengths = [*rng.sample(SHORT, SHORT_OF_A_DOCUMENT), *rng.sample(LONG, 1)]
    text = normalise(str(row["text"])).text
    seen = set()
    for length in lengths:
        piece = cut(text, length, rng)
        place = band(len(words(piece)))
        if place is None or place in seen:
            continue
        seen.add(place)
        yield Block(
            f"{document}/{length}", document, piece, role, half, str(row["source"]), str(row["domain"]),
            str(row["family"]) if certain else None, str(row["attack"]) if row.get("attack") else None,
            piece == text,
        )  # fmt: skip


def cut(text: str, length: int, rng: random.Random) -> str:
    """Whole sentences of `text`, the nearest to `length` words, from the start or a random sentence."""
    spans = sentences(text)
    counts = [len(words(text[start:end])) for start, end in spans]
    if sum(counts) <= length:
        return text
    left = [sum(counts[i:]) for i in range(len(spans))]
    starts = [i for i in range(len(spans)) if left[i] >= length]
    first = 0 if rng.random() < 0.5 else rng.choice(starts)
    last, total = first, counts[first]
    while last + 1 < len(spans) and abs(total + counts[last + 1] - length) <= abs(total - length):
        last += 1
        total += counts[last]
    return text[spans[first][0] : spans[last][1]]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big")

"""The documents that calibrate and judge, and the blocks cut from them: several lengths of each document."""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from originlens.evaluate.curves import BANDS
from originlens.text.normalise import normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

from .genres import LEARNERS
from .sample import held_out, rows

SHORT, LONG = (36, 52, 76, 120), (200, 400, 1_000_000)  # lengths that blocks are cut to, in words
_SHORT_OF = {"llm": 2, "known_human": 2}  # blocks of each document that are short; of other kinds one
_CAPS = {
    "human": 10_000,
    "known_human": 350,
    "llm": 800,
    "known_llm": 600,
    "attack": 400,
    "doubtful": 400,
}  # documents of a stratum
_ESSAYS = (LEARNERS, "essay")
# Called human, but without a date, and some of its essays have an LLM's scaffold ("Introduction:", "Body:"), which the
# card counts. Calibrated on these, a detector learns to let LLMs pass.
DOUBTFUL = "NehorayBT/AI-TEXT-DETECTION (Kaggle LLM-Detect train_essays)"
_SCAFFOLD = re.compile(r"^(?:Introduction|Body|Title):", re.MULTILINE)
_SCAN_PART = 8  # of the held-out human documents of `train` one in so many sets the scan, the others the curves


@dataclass(frozen=True, slots=True)
class Block:
    """A block of one document, as the document has it.

    `role`: human text is `calibrate` (half a of `check`, and what training held out of `train`), `scan` (a part of the
    latter), `judge` (half b of `check`) or `doubtful`; LLM text is `llm` (of `check`), `known` (held out of `train`) or
    `attack`.
    """

    key: str
    document: str
    text: str
    role: str
    half: str  # "a" or "b", by document (texts of one prompt together)
    source: str
    domain: str
    model: str
    family: str | None
    first_party: bool
    attack: str | None
    pair: str | None
    whole: bool
    seen: bool  # training has other texts of its source and domain

    @property
    def maker(self) -> str | None:
        """The family, where it is certain: a fine-tune by others has none."""
        return self.family if self.first_party else None


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
    found: list[Block] = []
    trained = {(row["source"], row["domain"]) for row in rows(data / "train.jsonl.gz") if not held_out(row)}
    for name in ("check", "check_attack", "train"):
        chosen = [row for row in rows(data / f"{name}.jsonl.gz") if name != "train" or held_out(row)]
        random.Random(seed).shuffle(chosen)
        taken: Counter[tuple[str, ...]] = Counter()
        for row in chosen:
            kind = _kind(row, name)
            stratum = (kind, row["source"], row["domain"] if row["label"] == "human" else "")
            taken[stratum] += 1
            if taken[stratum] <= max(20, _CAPS[kind] * share) and _number(row["id"]) % 1000 < share * 1000:
                found += _of_document(row, kind, (row["source"], row["domain"]) in trained, seed)
    return found


def half_of(row: dict[str, Any]) -> str:
    """ "a" or "b". Texts of one pair stay together, but a prompt of school essays is answered by a hundred writers."""
    pair = None if row["domain"] in _ESSAYS else row.get("pair_id")
    return "ab"[_number(str(pair or row["id"])) % 2]


def _kind(row: dict[str, Any], file: str) -> str:
    if row["source"] == DOUBTFUL:
        return "doubtful"
    return {"check_attack": "attack", "train": f"known_{row['label']}"}.get(file, row["label"])


def _role(row: dict[str, Any], kind: str) -> str:
    if kind == "human":
        return {"a": "calibrate", "b": "judge"}[half_of(row)]
    if kind == "known_human":
        return "scan" if _number(f"scan/{row.get('pair_id') or row['id']}") % _SCAN_PART == 0 else "calibrate"
    return {"known_llm": "known"}.get(kind, kind)


def _of_document(row: dict[str, Any], kind: str, seen: bool, seed: int) -> Iterator[Block]:
    document = str(row["id"])
    rng = random.Random(f"{seed}/{document}")
    lengths = [*rng.sample(SHORT, _SHORT_OF.get(kind, 1)), *rng.sample(LONG, 1)]
    if kind == "known_llm":
        lengths = [rng.choice(lengths)]
    places = set()
    for length in lengths:
        piece = cut(str(row["text"]), length, rng)
        count = len(words(piece))
        place = next((i for i in range(len(BANDS) - 1) if BANDS[i] <= count < BANDS[i + 1]), None)
        if place is None or place in places:
            continue
        places.add(place)
        yield Block(
            f"{document}/{length}", document, piece, _role(row, kind), half_of(row), str(row["source"]),
            str(row["domain"]), str(row.get("model")), row.get("family"), row.get("first_party") is not False,
            row.get("attack"), row.get("pair_id"), piece == row["text"], seen,
        )  # fmt: skip


def cut(text: str, length: int, rng: random.Random) -> str:
    """Whole sentences of `text`, the nearest to `length` words, from the start or a random sentence."""
    made = normalise(text)
    spans = sentences(made.text)
    counts = [len(words(made.text[start:end])) for start, end in spans]
    if sum(counts) <= length:
        return text
    left = [sum(counts[i:]) for i in range(len(spans))]
    starts = [i for i in range(len(spans)) if left[i] >= length]
    first = 0 if rng.random() < 0.5 else rng.choice(starts)
    last, total = first, counts[first]
    while last + 1 < len(spans) and abs(total + counts[last + 1] - length) <= abs(total - length):
        last += 1
        total += counts[last]
    return text[made.original_start(spans[first][0]) : made.original_end(spans[last][1])]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big")

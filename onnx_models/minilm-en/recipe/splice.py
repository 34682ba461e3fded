"""One LLM passage inside a human document, at a sentence boundary: the mixed documents that the card judges."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from originlens.text.normalise import normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

from .sample import rows
from .texts import DOUBTFUL, cut, half_of

HOST_WORDS, PASSAGE_WORDS = (100, 700), (60, 200)
LEAST_SENTENCES = 4  # of a host, so that there is something before and after
DOCUMENTS, REWRITTEN_DOCUMENTS = 1000, 300


@dataclass(frozen=True, slots=True)
class Spliced:
    """A mixed document; `start` and `end` are code points of the LLM passage in `text`."""

    host: str
    donor: str
    host_text: str
    text: str
    start: int
    end: int


def splice(host: str, passage: str, rng: random.Random) -> tuple[str, int, int]:
    """(text, start, end): the passage between two sentences of the host, drawn at random.

    Raises ValueError where the host has a single sentence.
    """
    made = normalise(host)
    spans = sentences(made.text)
    if len(spans) < 2:
        raise ValueError(f"the host has {len(spans)} sentences; expected at least 2")
    place = rng.randrange(1, len(spans))
    before = host[: made.original_end(spans[place - 1][1])]
    after = host[made.original_start(spans[place][0]) :]
    start = len(before) + 1
    return f"{before} {passage} {after}", start, start + len(passage)


def documents(data: Path, seed: int, share: float, donors: str) -> list[Spliced]:
    """Hosts are human documents of half b of `check`, one use each; donors are LLM documents of `check`.

    `donors`: "rewrites" or "others". Seeded; `share` scales how many there are.
    """
    found = list(rows(data / "check.jsonl.gz"))
    rng = random.Random(f"{seed}/splice/{donors}")
    hosts = [row for row in found if is_host(row)]
    givers = [
        row for row in found if row["label"] == "llm" and (row["source"] == "ranhli/l2r_data") == (donors == "rewrites")
    ]
    rng.shuffle(hosts)
    rng.shuffle(givers)
    wanted = round(share * (REWRITTEN_DOCUMENTS if donors == "rewrites" else DOCUMENTS))
    return [made for _, made in zip(range(wanted), _spliced(hosts, givers, rng), strict=False)]


def is_host(row: Mapping[str, Any]) -> bool:
    """A human document that calibration has not seen, of a length that holds a passage."""
    if row["label"] != "human" or row["source"] == DOUBTFUL or half_of(dict(row)) != "b":
        return False
    return HOST_WORDS[0] <= len(words(row["text"])) <= HOST_WORDS[1]


def _spliced(
    hosts: Sequence[Mapping[str, Any]], givers: Sequence[Mapping[str, Any]], rng: random.Random
) -> Iterator[Spliced]:
    passages = ((str(row["id"]), cut(row["text"], rng.randint(*PASSAGE_WORDS), rng)) for row in givers)
    fitting = ((id_, text) for id_, text in passages if PASSAGE_WORDS[0] <= len(words(text)) <= PASSAGE_WORDS[1])
    long_enough = (row for row in hosts if len(sentences(normalise(row["text"]).text)) >= LEAST_SENTENCES)
    for row, (id_, passage) in zip(long_enough, fitting, strict=False):
        text, start, end = splice(row["text"], passage, rng)
        yield Spliced(str(row["id"]), id_, row["text"], text, start, end)

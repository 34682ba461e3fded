"""Measure the statistics on labelled texts: python measure.py --data FOLDER --bundle FOLDER --work FOLDER [--n N].

One passage of each document, N documents a group, seeded. Scores are kept in the work folder, one of every group in
turn, so a run that is cut short has as many of each. Prints the tables of CARD.md, and no text.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import tables

import originlens_classifier
import originlens_likelihood
from originlens import bundles
from originlens.contract import Passage
from originlens.pipeline.segment import segment
from originlens_likelihood.statistics import STATISTICS

SEED = 7
LEAST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one kind: those of a file whose fields have these values.

    `source` and `model` are how the name of each begins. `against`: the human group of the same source that these LLM
    texts are compared with; empty for all human texts of `check`.
    """

    name: str
    file: str
    label: str
    source: str
    domains: tuple[str, ...] = ()
    attack: str = ""
    model: str = ""
    against: str = ""

    def holds(self, row: dict[str, Any]) -> bool:
        """True for an English document of this group."""
        return (
            row["lang"] == "en" and row["label"] == self.label and row["source"].startswith(self.source)
            and (not self.domains or row["domain"] in self.domains)
            and (not self.attack or row.get("attack") == self.attack)
            and str(row.get("model")).startswith(self.model)
        )  # fmt: skip


PAIRED = ("business", "article", "gov", "medical")
ORIGINALS, DETECTRL = "originals of the rewrites (l2r)", "news and reviews (DetectRL)"
GROUPS = (
    Group("learners of English (ELLIPSE)", "check", "human", "ELLIPSE"),
    Group("essays (LessWrong)", "check", "human", "Rationality"),
    Group("web text (UD-EWT)", "check", "human", "UD_English-EWT"),
    Group("blogs", "check", "human", "dated blogs"),
    Group("news (OneStop, Guardian)", "check", "human", "nishkalavallabhi"),
    Group(ORIGINALS, "check", "human", "ranhli", PAIRED),
    Group(DETECTRL, "train", "human", "NLP2CT"),
    Group("instructions, GPT-3 (AlpacaEval)", "train", "llm", "tatsu-lab", model="text_davinci"),
    Group("chat, ChatGPT of 2022-23 (ShareGPT)", "train", "llm", "sharegpt"),
    Group("news and reviews, models of 2023 (DetectRL)", "train", "llm", "NLP2CT", against=DETECTRL),
    Group(
        "the same, paraphrased by DIPPER", "check_attack", "llm", "NLP2CT", attack="paraphrase_dipper", against=DETECTRL
    ),
    Group("rewrites of human text, models of 2024 (l2r)", "check", "llm", "ranhli", PAIRED, against=ORIGINALS),
    Group("fiction, models of 2024-26 (EQ-bench)", "check", "llm", "EQ-bench/creative"),
    Group("fiction, models of 2025-26 (slop-score)", "train", "llm", "sam-paech"),
    Group("arguments, models of 2025-26 (persuasion)", "train", "llm", "lechmazur"),
)


def main() -> None:
    """Draw, score, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with train, check and check_attack .jsonl.gz")
    options.add_argument("--bundle", type=Path, required=True, help="the folder that build.py made")
    options.add_argument("--work", type=Path, required=True, help="where the sample and the scores are kept")
    options.add_argument("--n", type=int, default=300, help="documents a group")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    sample = given.work / f"sample-{given.n}.jsonl"
    if not sample.exists():
        sample.write_text("".join(json.dumps(row) + "\n" for row in draw(given.data, given.n)), "utf-8")
    rows = [json.loads(line) for line in sample.read_text("utf-8").splitlines()]
    print(tables.card(list(scored(rows, given.bundle, given.work / "scores.jsonl")), GROUPS))


def draw(data: Path, n: int) -> list[dict[str, Any]]:
    """At most `n` passages of each group: first one of every group, then the second ones, and so on."""
    found: dict[str, list[dict[str, Any]]] = {group.name: [] for group in GROUPS}
    for file in sorted({group.file for group in GROUPS}):
        for row in _rows(data / f"{file}.jsonl.gz", tuple({g.source for g in GROUPS if g.file == file})):
            for group in GROUPS:
                if group.file == file and group.holds(row):
                    found[group.name].append(row)
    order = []
    for group in GROUPS:
        name, label, documents = group.name, group.label, found[group.name]
        random.Random(f"{SEED}/{name}").shuffle(documents)
        passages = ((row["id"], _passage(row["text"])) for row in documents)
        named = ({"id": id_, "group": name, "label": label, **passage} for id_, passage in passages if passage)
        kept = list(islice(named, n))
        order += [(place, row) for place, row in enumerate(kept)]
    return [row for _, row in sorted(order, key=lambda one: one[0])]


def _rows(path: Path, sources: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if any(source in line for source in sources))


def _passage(text: str) -> dict[str, Any] | None:
    """The first window of a document, as the product cuts it, or None where the product would not judge it."""
    cut = segment(text)
    if cut.reason or cut.language != "en" or not cut.pieces or cut.pieces[0].passage.words < LEAST_WORDS:
        return None
    passage = cut.pieces[0].passage
    return {"text": passage.text, "words": passage.words}


def scored(rows: list[dict[str, Any]], bundle: Path, file: Path) -> Iterator[dict[str, Any]]:
    """Each row with its statistics and the shipped encoder's score, without its text; known ones come from `file`."""
    known = {}
    if file.exists():
        known = {row["id"]: row for row in map(json.loads, file.read_text("utf-8").splitlines())}
    language_model = originlens_likelihood.open(bundles.load(bundle, device="cpu"))
    encoder = originlens_classifier.open(bundles.load(bundles.shipped_bundles() / "minilm-en", device="cpu"))
    with file.open("a", encoding="utf-8") as out:
        for row in rows:
            if row["id"] not in known:
                passage = Passage(row["text"], "en", row["words"])
                tokens = language_model.tokens(language_model.prepare(passage).data)
                score = {name: statistic(tokens) for name, statistic in STATISTICS.items()}
                score["encoder"] = encoder.read([encoder.prepare(passage)])[0].statistic
                known[row["id"]] = {key: row[key] for key in ("id", "group", "label", "words")} | score
                if not np.isfinite(list(score.values())).all():
                    raise ValueError(f"{row['id']} has the scores {score}; expected finite numbers")
                out.write(json.dumps(known[row["id"]]) + "\n")
                out.flush()
            yield known[row["id"]]


if __name__ == "__main__":
    main()

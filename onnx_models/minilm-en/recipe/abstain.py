"""How much of each kind of writing is not judged for its form: python -m recipe.abstain --data FOLDER.

Blocks of whole lines are cut from a seeded sample of `check` and `train`, as a page or a file would give them; each is
made ready as the product does it. A line is printed for each label, source and domain, and one for each label.
"""

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path

from originlens.pipeline.segment import segment
from originlens.text.words import words

from .sample import rows

SEED, DOCUMENTS = 11, 150  # documents of each label, source and domain
LENGTHS = (40, 70, 120, 250)  # words
LEAST_WORDS = 30  # what the detector judges


def cut(text: str, length: int, rng: random.Random) -> str:
    """Whole lines of about `length` words from a random line on; from a text without lines, so many words."""
    lines = text.split("\n")
    first = rng.randrange(len(lines))
    found: list[str] = []
    for line in lines[first:]:
        found.append(line)
        if len(words("\n".join(found))) >= length:
            break
    block = "\n".join(found).strip()
    return block if len(words(block)) <= 2 * length else " ".join(block.split(" ")[:length])


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with train and check .jsonl.gz")
    data = options.parse_args().data
    rng = random.Random(SEED)
    strata: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name in ("check", "train"):
        for row in rows(data / f"{name}.jsonl.gz"):
            strata[row["label"], row["source"], row["domain"]].append(row["text"])
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for (label, source, domain), texts in sorted(strata.items()):
        counts: Counter[str] = Counter()
        for text in rng.sample(texts, min(DOCUMENTS, len(texts))):
            block = cut(text, rng.choice(LENGTHS), rng)
            if len(words(block)) >= LEAST_WORDS:
                reason = segment(block, "en").reason
                counts[reason.sentence if reason else ""] += 1
        totals[label] += counts
        _print(f"{label}, {source}, {domain}", counts)
    for label, counts in totals.items():
        _print(label, counts)


def _print(name: str, counts: Counter[str]) -> None:
    total = counts.total()
    abstained = total - counts[""]
    kinds = "; ".join(f"{n} {sentence}" for sentence, n in counts.most_common() if sentence)
    print(f"{name}: {abstained} of {total} ({abstained / max(total, 1):.2%}) {kinds}")


if __name__ == "__main__":
    main()

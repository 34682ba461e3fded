"""How much marked text is enough? python power.py --work FOLDER [--only NAME ...]

Prints the share of generate.py's texts that are found at a corrected p of 1e-3, by their first 25 to 400 tokens: where
the configuration is known, and where the whole registry is tried with SmolLM2's tokenizer as one that its owner has
added. Judged texts are decoded and tokenised again. Finished cells are kept in WORK/power.jsonl as numbers, until there
are more texts.
"""

import argparse
import json
import math
from pathlib import Path

import judge
import registry
from marks import MARKS

from originlens_watermark import kgw, unigram, vllm_sbw
from originlens_watermark.configurations import configurations, weights

LENGTHS = (25, 50, 100, 200, 400)


def main() -> None:
    """Two rows for each mark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", type=Path, required=True, help="the folder of generate.py")
    options.add_argument("--only", nargs="*", help="names of marks.py")
    given = options.parse_args()
    reader, decoder = judge.reader(given.work), judge.decoder(given.work)
    tokenizers = (*registry.readers(), reader)
    file = given.work / "power.jsonl"
    kept = dict(map(json.loads, file.read_text("utf-8").splitlines())) if file.exists() else {}
    asked = configurations(registry.profiles(), tokenizers, thorough=True)
    prices = dict(zip(((one.reader, one.profile.configured(one.width)) for one in asked), weights(asked), strict=True))
    lines = []
    for mark in MARKS:
        texts, entropy = judge.generated(given.work, mark)
        if not texts or (given.only and mark.name not in given.only):
            continue
        rows: dict[str, list[str]] = {"known": []}
        if mark.scheme in (kgw, unigram, vllm_sbw):
            rows["known, no caution"] = []
        if not mark.is_ring:
            rows[f"of {len(asked)}"] = []
        for length in LENGTHS:
            judged = [ids[:length] for ids in texts if len(ids) >= length]
            for name, row in rows.items():
                # Holm: the first p-value is divided by its weight. A ring's floor would need as many times the runs.
                paid = -math.log(prices[reader, mark.settings]) if name.startswith("of ") else 0.0
                cautious = name != "known, no caution"
                cell = f"{mark.name} {length}{'' if cautious else ' plain'}"
                if len(kept.get(cell, [])) != len(judged):
                    kept[cell] = [judge.log_p(mark, decoder.decode(ids), reader, cautious=cautious) for ids in judged]
                    with file.open("a", encoding="utf-8") as out:
                        out.write(json.dumps([cell, kept[cell]]) + "\n")
                row.append(judge.share([p + paid <= math.log(judge.ALPHA) for p in kept.get(cell, [])]))
        for place, (name, row) in enumerate(rows.items()):
            lines.append([*([mark.name, str(len(texts)), f"{entropy:.1f}"] if place == 0 else [""] * 3), name, *row])
    judge.table(given.work, "power", ["mark", "texts", "entropy", "configuration", *map(str, LENGTHS)], lines)


if __name__ == "__main__":
    main()

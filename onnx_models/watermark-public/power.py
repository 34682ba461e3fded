"""How much marked text is enough? python power.py --work FOLDER [--only NAME ...]

Prints the share of generate.py's texts that are found at a corrected p of 1e-3, by their first 25 to 400 tokens: where
the configuration is known, and where the whole registry is tried. Judged texts are decoded and tokenised again.
"""

import argparse
import math
from pathlib import Path

import judge
import registry
from marks import MARKS

LENGTHS = (25, 50, 100, 200, 400)
RING_LENGTHS, RING_TEXTS = (50, 100, 200), 12  # thousands of alignments a text


def main() -> None:
    """Two rows for each mark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", type=Path, required=True, help="the folder of generate.py")
    options.add_argument("--only", nargs="*", help="names of marks.py")
    given = options.parse_args()
    reader, decoder = judge.reader(given.work), judge.decoder(given.work)
    tokenizers = (*registry.readers(), reader)  # as if its owner had added SmolLM2's
    lines, thorough = [], registry.tried(registry.profiles(), tokenizers, thorough=True)
    for mark in MARKS:
        texts, entropy = judge.generated(given.work, mark)
        if not texts or (given.only and mark.name not in given.only):
            continue
        known, whole = [], []
        for length in LENGTHS:
            judged = [ids[:length] for ids in texts if len(ids) >= length]
            if mark.is_ring:
                judged = judged[:RING_TEXTS] if length in RING_LENGTHS else []
            found = [judge.log_p(mark, decoder.decode(ids), reader) for ids in judged]
            known.append(judge.share([p <= math.log(judge.ALPHA) for p in found]))
            # Holm: the smallest of m p-values is m times itself. A ring's floor would need m times the runs.
            corrected = [] if mark.is_ring else [p + math.log(thorough) <= math.log(judge.ALPHA) for p in found]
            whole.append(judge.share(corrected))
        lines.append([mark.name, str(len(texts)), f"{entropy:.1f}", "known", *known])
        if not mark.is_ring:
            lines.append(["", "", "", f"of {thorough}", *whole])
    judge.table(given.work, "power", ["mark", "texts", "entropy", "configuration", *map(str, LENGTHS)], lines)


if __name__ == "__main__":
    main()

"""A marked passage inside a human text: python spans.py --human FILE --work FOLDER [--mark kgw-left].

Prints, for 60, 100 and 150 marked tokens inside 600 human ones, the share found at p 1e-3 and how far the boundaries
are off, in tokens: the median and the 90th percentile of both ends.
"""

import argparse
import random
from itertools import cycle
from pathlib import Path

import human
import judge
import numpy as np
import registry
from marks import MARKS, Mark

from originlens_watermark.detect import detect
from originlens_watermark.tokenizer import Reader

LENGTHS, AROUND, SEED = (60, 100, 150), 600, 7


def main() -> None:
    """One row for each length."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="the folder of generate.py")
    options.add_argument("--mark", default="kgw-left", choices=[mark.name for mark in MARKS])
    given = options.parse_args()
    mark = next(mark for mark in MARKS if mark.name == given.mark)
    reader, decoder = judge.reader(given.work), judge.decoder(given.work)
    texts, _ = judge.generated(given.work, mark)
    around = [reader.read(text)[0] for text in human.texts(given.human, 550, "judge")][:400]
    around = [ids for ids in around if len(ids) >= AROUND]
    chance, lines = random.Random(SEED), []
    for length in LENGTHS:
        pieces = [ids[i : i + length] for ids in texts for i in range(0, len(ids) - length + 1, length)]
        found, errors = [], []
        for piece, ids in zip(pieces, cycle(around), strict=False):
            place = chance.randint(0, AROUND)
            parts = [decoder.decode(list(part)) for part in (ids[:place], piece, ids[place:AROUND])]
            ends = judged(mark, reader, parts)
            found.append(ends is not None)
            errors += ends or []
        off = [f"{np.median(errors):.0f}", f"{np.quantile(errors, 0.9):.0f}"] if errors else ["", ""]
        lines.append([str(length), str(len(pieces)), judge.share(found), *off])
    head = ["marked tokens", "texts", "found at 1e-3", "boundary error, median", "90th percentile"]
    judge.table(given.work, "spans", head, lines)


def judged(mark: Mark, reader: Reader, parts: list[str]) -> list[int] | None:
    """Tokens between each end of the marked part and of what was found of it; None where it was not found.

    `parts`: human, marked, human. Of several spans the one that overlaps the marked part most is taken.
    """
    text = "".join(parts)
    (tried,) = detect(text, [mark.profile], [reader], judge.ALPHA, thorough=False, letters=registry.letters())
    starts = np.array([start for start, _ in reader.read(text)[1]])
    begin, end = np.searchsorted(starts, [len(parts[0]), len(parts[0]) + len(parts[1])])
    told = [np.searchsorted(starts, span) for span in tried.spans]
    overlaps = [(min(end, last) - max(begin, first), first, last) for first, last in told]
    shared, first, last = max(overlaps, default=(0, 0, 0))
    return [abs(int(first - begin)), abs(int(last - end))] if shared > 0 else None


if __name__ == "__main__":
    main()

"""How often does any public key call a human text marked?
python false_alarms.py --human FILE --work FOLDER [--texts N] [--thorough]

The quick set with every tokenizer, as on a page, or with --thorough the whole registry, over human texts of 200 words;
p-values corrected for all that is tried. Permutation tests are left out: corrected, their smallest p-value lies above
every level here, so they can only make the correction harder. Finished texts are kept in WORK/false-alarms.jsonl, or
WORK/false-alarms-thorough.jsonl, as numbers: a run that is cut short goes on where it stopped.
"""

import argparse
import json
import math
from pathlib import Path

import human
import judge
import registry

from originlens.evaluate.measures import interval
from originlens_watermark.detect import detect

WORDS = 200
LEVELS = (1e-2, 1e-3, 1e-5)  # the last is that of a page


def main() -> None:
    """One row for each level."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="where the numbers are kept")
    options.add_argument("--texts", type=int, default=2000)
    options.add_argument("--thorough", action="store_true", help="the whole registry, rarer widths too")
    given = options.parse_args()
    name = "false-alarms-thorough" if given.thorough else "false-alarms"
    file = given.work / f"{name}.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    tried = [profile for profile in registry.profiles() if (profile.quick or given.thorough) and not profile.is_ring]
    readers, letters = registry.readers(), registry.letters()
    with file.open("a", encoding="utf-8") as out:
        for place, text in zip(range(given.texts), human.texts(given.human, WORDS, "judge"), strict=False):
            if place >= len(rows):
                cut = " ".join(text.split(" ")[:WORDS])
                first = detect(cut, tried, readers, 1e-3, thorough=given.thorough, letters=letters)[0]
                rows.append([first.log_p, first.profile.id])
                out.write(json.dumps(rows[-1]) + "\n")
                out.flush()
    lines = []
    for level in LEVELS:
        found = sum(log_p <= math.log(level) for log_p, _ in rows)
        low, high = interval(found, len(rows))
        lines.append([f"{level:g}", f"{found} of {len(rows):,}", f"{low:.5f} to {high:.5f}"])
    judge.table(given.work, name, ["corrected p", "texts", "share, 95%"], lines)


if __name__ == "__main__":
    main()

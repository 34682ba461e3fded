"""How green is human text by each key's own lists? python bias.py --human FILE --work FOLDER [--only NAME ...]

A list that depends on one word or none favours or shuns the words that everybody uses, whatever the key. For each such
profile, tokenizer and logits width this finds the share of green tokens that makes human texts no likelier than a
p-value says, and writes it into profiles.toml as `[profile.green_share]`, where it is above the scheme's own. It uses
other texts than null.py does. Finished rows are kept in WORK/bias.jsonl.
"""

import argparse
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import human
import numpy as np
import registry
from lists import Lists

from originlens_watermark import PROFILES
from originlens_watermark.profiles import Profile
from originlens_watermark.scan import best
from originlens_watermark.scheme import Bernoulli, Scored

WORDS, STEP = 200, 0.0025
MARGIN = 0.004  # other texts are as much greener
PREFIXES = (16, 32, 64)  # judged tokens: a text begins with the commonest words, each of which counts but once
RATE = 0.01  # of human texts, at most, at a p-value of as much


def main() -> None:
    """Measure what is not measured, then write profiles.toml."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="where the rows are kept")
    options.add_argument("--texts", type=int, default=1000)
    options.add_argument("--only", nargs="*", help="names of profiles.toml")
    options.add_argument("--rarer", action="store_true", help="also the logits widths that only --thorough tries")
    given = options.parse_args()
    file = given.work / "bias.jsonl"
    shares = dict(map(json.loads, file.read_text("utf-8").splitlines())) if file.exists() else {}
    read = (" ".join(text.split(" ")[:WORDS]) for text in human.texts(given.human, WORDS, "tune"))
    texts = [text for text, _ in zip(read, range(given.texts), strict=False)]
    with file.open("a", encoding="utf-8") as out:
        for reader in registry.readers():
            every = [reader.read(text)[0] for text in texts]
            for width in (*reader.vocabularies, *(reader.rarer if given.rarer else ())):
                for profile in filter(is_narrow, registry.profiles()):
                    name = f"{profile.id} {reader.name}/{width}"
                    if name not in shares and (not given.only or profile.id in given.only):
                        plain = replace(profile, green_share={f"/{width}": 0.0})  # as its scheme has it
                        with Lists() as lists:
                            scored = lists.twice(lambda p=plain, w=width, e=every: [p.score(ids, w) for ids in e])
                        shares[name] = share(scored)
                        out.write(json.dumps([name, shares[name]]) + "\n")
                        out.flush()
                        print(f"{name}: {scored[0].null.p:.4f} {shares[name]:.4f}", flush=True)
    profiles = registry.HERE / PROFILES
    profiles.write_text(written(profiles.read_text("utf-8"), shares), "utf-8")


def is_narrow(profile: Profile) -> bool:
    """Whether a token is often green by itself or by one other alone, so that common words decide.

    A minimum over some tokens is that of one of them, and in the self rules often the target's own.
    """
    rule, width = profile.settings.get("rule"), profile.settings.get("width")
    by_one = profile.scheme == "kgw" and rule != "three_bricks"
    return by_one or profile.scheme in ("unigram", "vllm-sbw") or (profile.scheme == "dipmark" and width == 1)


def share(scored: Sequence[Scored]) -> float:
    """The smallest share, of the scheme's own and up, under which these texts are as rare as their p-values say."""
    own = scored[0].null.p
    means = [np.mean([value for one in scored for value in one.values[:count]]) for count in (*PREFIXES, None)]
    found = max(own, *map(float, means))
    while found < 1 and sum(_log_p(one, found) <= math.log(RATE) for one in scored) > RATE * len(scored):
        found += STEP
    return 0.0 if found == own else math.ceil(found * 1e4) / 1e4


def _log_p(scored: Scored, p: float) -> float:
    window = best(replace(scored, null=Bernoulli(p)))
    return window.log_p if window else 0.0


def written(toml: str, shares: Mapping[str, float]) -> str:
    """profiles.toml with these shares ("PROFILE TOKENIZER/WIDTH" -> share, 0 for none), and nothing else changed.

    A 0 is written too: where nothing stands, the profile's largest share is taken.
    """
    plain = re.sub(r"\n\[profile\.green_share\]\n(?:\".*\n)*", "", toml)
    head, *tables = re.split(r"(?=^\[\[profile\]\]\n)", plain, flags=re.MULTILINE)
    for place, table in enumerate(tables):
        name = re.search(r'^id = "(.*)"$', table, re.MULTILINE)[1]
        own = {key.split(" ")[1]: value for key, value in shares.items() if key.split(" ")[0] == name}
        if own:
            rows = "".join(f'"{key}" = {value and value + MARGIN:.4f}\n' for key, value in own.items())
            gap = "\n" if place < len(tables) - 1 else ""
            tables[place] = f"{table.rstrip()}\n\n[profile.green_share]\n{rows}{gap}"
    return head + "".join(tables)


if __name__ == "__main__":
    main()

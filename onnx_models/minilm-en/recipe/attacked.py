"""What attacks that need no model cost: LLM texts of `check` before and after each, through the product's stages."""

import random
from collections.abc import Sequence

from originlens.evaluate.attacks import ATTACKS
from originlens.pipeline.calibrate import Calibration

from .judge import RATES, REWRITES, of_role, one_a_document, share
from .score import Scored, Scorer
from .section import Section, cell, table

TEXTS = 300


def section(scored: Sequence[Scored], scorer: Scorer, calibration: Calibration, seed: int, scale: float) -> Section:
    """TPR at 0.01 and 0.001 of the same texts under each attack; `scale` scales how many there are."""
    llm = one_a_document([s for s in of_role(scored, "llm") if s.block.half == "b" and s.block.source != REWRITES])
    chosen = random.Random(f"{seed}/attacks").sample(llm, min(len(llm), round(TEXTS * scale)))
    rows = [["none", *(cell(share(chosen, calibration, rate)) for rate in RATES)]]
    for name, attack in ATTACKS.items():
        texts = [attack(s.block.text, random.Random(f"{seed}/{name}/{s.block.key}")) for s in chosen]
        changed = [Scored(s.block, p) for s, p in zip(chosen, scorer.profiles(texts), strict=True)]
        rows.append([name, *(cell(share(changed, calibration, rate)) for rate in RATES)])
    body = (
        f"{len(chosen):,} LLM texts of `check` (rewrites apart), the same in every row, one block a document; seeded. "
        "Attacks by\nmodels (paraphrase, back-translation, polishing, humanisers) are the rows \"attacked\" above.\n\n"
        + table(["attack", *(f"found at {r:g}" for r in RATES)], rows)
    )  # fmt: skip
    return Section("Attacks that need no model", body)

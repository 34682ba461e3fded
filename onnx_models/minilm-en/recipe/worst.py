"""The worst false alarms and the worst misses on `check`, with their texts, into the work folder: to be read.

They never come near the project: the texts are not ours.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from originlens.pipeline.calibrate import Calibration

from .judge import RATES, of_role
from .score import Scored

MOST = 50


def write(scored: Sequence[Scored], calibration: Calibration, work: Path) -> None:
    """worst_alarms.jsonl and worst_misses.jsonl, one block of each document, the worst first."""
    human = _ordered(of_role(scored, "judge", "calibrate"), calibration)
    llm = _ordered(of_role(scored, "llm"), calibration)
    for name, found in (("alarms", human[:MOST]), ("misses", llm[::-1][:MOST])):
        file = work / f"worst_{name}.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
        print(f"{len(found)} {name}: {file}")


def _ordered(blocks: Sequence[Scored], calibration: Calibration) -> list[dict[str, object]]:
    """One block a document, the most like an LLM's first."""
    rows = []
    seen = set()
    for s in blocks:
        p = calibration.calibrate(s.profile, "en", min(RATES)) if s.profile else None
        if p is None or s.profile is None or s.block.document in seen:
            continue
        seen.add(s.block.document)
        rows.append({
            "id": s.block.document, "source": s.block.source, "domain": s.block.domain, "model": s.block.model,
            "role": s.block.role, "words": s.words, "p": p.block,
            "statistic": calibration.scan.of_block(s.profile.statistics, s.profile.words), "text": s.block.text,
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["p"], -float(str(row["statistic"]))))

"""A scored block -> what the product says of it at a rate, and the shares and ranks that the card is made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from originlens.answer import BlockAnswer
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.verdict import Judged
from originlens.pipeline.verdict import judge as verdict

from .score import Scored
from .section import Share

RATES = (0.01, 0.001)
LENGTHS = {
    "30-50 words": (30, 50), "50-100 words": (50, 100), "100-200 words": (100, 200),
    "200 words and more": (200, 1_000_000),
}  # fmt: skip
REWRITES = "ranhli/l2r_data"
FLAGGED = ("llm", "mixed")

Name = Callable[[Scored], str | None]


def answer(
    s: Scored, calibration: Calibration, rate: float, spans: Sequence[tuple[int, int, int]] | None = None
) -> BlockAnswer | None:
    """The product's answer; None where it does not ask the detector, or has no curve for the length.

    `spans`: (start, end, words) of each sentence, where the places matter.
    """
    p = calibration.calibrate(s.profile, "en", rate) if s.profile else None
    if p is None or s.profile is None:
        return None
    rule = calibration.family
    naming = (rule.temperature, rule.least_probability) if rule else ()
    judged = Judged("minilm-en", p.block, p.sentences, p.least, s.profile.families, *naming)
    places = spans or [(i, i + 1, n) for i, n in enumerate(s.profile.words)]
    return verdict("", s.words, "en", places, [judged], (p.block, p.sentences), rate, ())


def decide(s: Scored, calibration: Calibration, rate: float) -> str:
    """`flag`, `no`, or `unclear` where there is no verdict."""
    found = answer(s, calibration, rate)
    if found is None or found.reason:
        return "unclear"
    return "flag" if found.verdict in FLAGGED else "no"


def share(blocks: Iterable[Scored], calibration: Calibration, rate: float) -> Share:
    """How many of the blocks are flagged."""
    said = [decide(s, calibration, rate) for s in blocks]
    return Share(said.count("flag"), len(said), said.count("unclear"))


def by_name(blocks: Iterable[Scored], name: Name) -> dict[str, list[Scored]]:
    """Blocks by what `name` says of them, sorted by name; those that it says None of are left out."""
    found: dict[str, list[Scored]] = defaultdict(list)
    for s in blocks:
        if (label := name(s)) is not None:
            found[label].append(s)
    return dict(sorted(found.items()))


def of_role(scored: Iterable[Scored], *roles: str) -> list[Scored]:
    """The blocks with one of the roles."""
    return [s for s in scored if s.block.role in roles]


def one_a_document(blocks: Sequence[Scored]) -> list[Scored]:
    """The first scored block of each document, of a length drawn at random: exact tests want independent ones."""
    return list({s.block.document: s for s in reversed(blocks) if s.profile}.values())


def length(s: Scored) -> str | None:
    """The length class; None where the block was not scored."""
    return next((name for name, (least, most) in LENGTHS.items() if least <= s.words < most), None)


def ranks(*sides: Sequence[Scored], calibration: Calibration) -> list[NDArray[np.float64]]:
    """For each side the place of every block in the order of all: by p-value, then by block statistic."""
    keys = []
    for s in (s for side in sides for s in side):
        p = calibration.calibrate(s.profile, "en", min(RATES)) if s.profile else None
        if p is None or s.profile is None:
            raise ValueError(f"{s.block.key} has no p-value: rank only blocks that have one")
        keys.append((-p.block, calibration.scan.of_block(s.profile.statistics, s.profile.words)))
    order = {key: place for place, key in enumerate(sorted(set(keys)))}
    places = np.array([order[key] for key in keys], np.float64)
    return list(np.split(places, np.cumsum([len(side) for side in sides])[:-1]))

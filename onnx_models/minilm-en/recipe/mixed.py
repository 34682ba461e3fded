"""Mixed documents through the product's own stages: is the LLM passage found, where, and is the host left alone?"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.segment import segment

from .judge import FLAGGED, RATES, answer
from .score import Scored, Scorer
from .section import Aim, Section, Share, at_least, at_most, cell, estimate, table
from .spans import Match, match, passage_f1, word_f1
from .splice import Spliced, documents
from .texts import Block

_ROUNDS = 1000  # of the bootstrap over hosts
_MEASURES: dict[str, Callable[[Sequence[Match]], float]] = {"word F1": word_f1, "passage F1": passage_f1}


def section(data: Path, seed: int, share: float, scorer: Scorer, calibration: Calibration) -> Section:
    """F1, boundaries and false passages, for donors other than the rewrites, and for the rewrites."""
    rows, aims = [], []
    for donors, name in (("others", "rewrites apart"), ("rewrites", "rewrites")):
        made = documents(data, seed, share, donors)
        profiles = scorer.profiles([one.text for one in made])
        for rate in RATES:
            found = [_match(*pair, calibration, rate) for pair in zip(made, profiles, strict=True)]
            told = {what: estimate(f(found), _bounds(found, f)) for what, f in _MEASURES.items()}
            edges = [edge for one in found for edge in one.boundaries]
            rows.append([
                f"{name}, at {rate:g}", f"{len(found):,}", *told.values(),
                cell(Share(sum(m.passages > 0 for m in found), len(found))),
                f"{np.median(edges):g}; {np.mean(np.array(edges) <= 1):.0%}" if edges else "-",
            ])  # fmt: skip
            if donors == "others" and rate == RATES[0]:
                aims += _aims(found, told, edges)
    hosts = documents(data, seed, share, "others")
    alone, false_aims = _false_passages(hosts, scorer, calibration)
    body = (
        "Human documents of half b of `check` (100 to 700 words) with one LLM passage of 60 to 200 words at a random\n"
        "sentence boundary, through the product's own cutting, calibration and verdict. Word F1: of the words shown\n"
        "against the words put in, over all documents. Passage F1: a shown passage is right where the words shared\n"
        "are at least half of the words that either covers. Boundaries: distance in sentences of the start and end\n"
        "of the passage that overlaps most: median, and share of at most 1. Intervals: bootstrap over hosts.\n\n"
        + table(["inserted", "n", "word F1", "passage F1", "any passage shown", "boundaries"], rows)
        + "\n" + alone
    )  # fmt: skip
    return Section("Mixed documents", body, (*aims, *false_aims))


def _match(one: Spliced, profile: object, calibration: Calibration, rate: float) -> Match:
    cut = segment(one.text)
    sentences = [(start, end) for start, end, _ in cut.sentences]
    return match(one.text, _shown(one.text, profile, calibration, rate), (one.start, one.end), sentences)


def _shown(text: str, profile: object, calibration: Calibration, rate: float) -> list[tuple[int, int]]:
    """The passages that a reader would see marked."""
    block = Block("", "", text, "", "", "", "", "", None, True, None, None, True, False)
    found = answer(Scored(block, profile), calibration, rate, segment(text).sentences)  # type: ignore[arg-type]
    if found is None or found.verdict not in FLAGGED:
        return []
    return [(p.start, p.end) for p in found.passages if p.verdict == "llm"]


def _false_passages(hosts: Sequence[Spliced], scorer: Scorer, calibration: Calibration) -> tuple[str, list[Aim]]:
    profiles = scorer.profiles([one.host_text for one in hosts])
    told, aims = [], []
    for rate in RATES:
        shown = [_shown(one.host_text, p, calibration, rate) for one, p in zip(hosts, profiles, strict=True)]
        found = Share(sum(map(bool, shown)), len(shown))
        told.append(f"{found.hits} of {found.n:,} at {rate:g}: {cell(found)}")
        aims.append(at_most(f"untouched hosts with a false passage, at {rate:g}", rate, found.value, told[-1]))
    return f"The same hosts untouched, with any passage shown: {'; '.join(told)}.\n", aims


def _aims(found: Sequence[Match], told: dict[str, str], edges: Sequence[int]) -> list[Aim]:
    n = f", n = {len(found):,}"
    median = float(np.median(edges)) if edges else float("inf")
    return [
        *(
            at_least(f"{what}, mixed documents, at 0.01", 0.8, f(found), told[what] + n)
            for what, f in _MEASURES.items()
        ),
        Aim(
            "median boundary error, at 0.01",
            "at most 1 sentence",
            f"{median:g}{n}" if edges else "nothing was found",
            "" if median <= 1 else f"{median - 1:g} sentences" if edges else "all",
        ),
    ]


def _bounds(found: Sequence[Match], measure: Callable[[Sequence[Match]], float]) -> tuple[float, float]:
    rng = np.random.default_rng(7)
    values = [measure([found[i] for i in rng.integers(0, len(found), len(found))]) for _ in range(_ROUNDS)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)

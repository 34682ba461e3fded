"""What the result does not live on: AUROC when signs that follow the source are put back, or taken away.

All at the moment of reading, with one trained model; one short passage a document, the same texts in every row.
"""

import random
import re
from collections.abc import Callable, Sequence

import numpy as np

from originlens.evaluate.measures import auroc, auroc_interval
from originlens.text.normalise import normalise

from .judge import REWRITES, of_role, one_a_document
from .score import Scored, Scorer
from .section import Section, estimate, table

TEXTS_A_CLASS = 1500
MOST_WORDS = 110  # of a passage that the model reads whole
_SPACE = re.compile(r"\s+")
_MARKER = re.compile(r"(?m)^[ \t]*(?:[-*+\u2022\u2013\u2014]|\d{1,3}[.)])[ \t]+")
_QUOTES = re.compile(r'"|(?<!\w)\'|\'(?!\w)')


def _as_read(text: str) -> str:
    return normalise(text).text


def _quotes_and_dashes_kept(text: str) -> str:
    return _SPACE.sub(" ", _MARKER.sub("", text)).strip()


def _quotes_and_dashes_gone(text: str) -> str:
    return _QUOTES.sub("", normalise(text).text).replace(" - ", " ")


def _lines_and_lists_kept(text: str) -> str:
    # Marker and text are normalised apart: at the beginning of a text the normaliser would strip the marker.
    lines = (line.strip() for line in text.splitlines())
    return "\n".join((m[0] if (m := _MARKER.match(line)) else "") + normalise(line).text for line in lines)


def _lines_kept(text: str) -> str:
    return "\n".join(normalise(line).text for line in text.splitlines())


def _as_written(text: str) -> str:
    return text


VARIANTS: dict[str, Callable[[str], str]] = {
    "as the product reads it (quotes, dashes, lists and line breaks folded)": _as_read,
    "quotes and dashes as the source wrote them": _quotes_and_dashes_kept,
    "quotes and dashes taken out": _quotes_and_dashes_gone,
    "line breaks as the source wrote them": _lines_kept,
    "line breaks and list markers as the source wrote them": _lines_and_lists_kept,
    "nothing folded at all": _as_written,
}


def section(scored: Sequence[Scored], scorer: Scorer, seed: int, share: float, topic: str) -> Section:
    """`topic`: Markdown on the detector of shuffled words, which another file makes."""
    human, llm = sample(scored, seed, share)
    documents = ([s.block.document for s in human], [s.block.document for s in llm])
    rows, base = [], 0.0
    for name, variant in VARIANTS.items():
        texts = [[variant(s.block.text) for s in side] for side in (human, llm)]
        changed = [np.mean([variant(s.block.text) != _as_read(s.block.text) for s in side]) for side in (human, llm)]
        values = [np.array(scorer.as_written(side)) for side in texts]
        area = auroc(values[0], values[1])
        base = base or area
        rows.append([
            name, f"{changed[0]:.0%}; {changed[1]:.0%}",
            estimate(area, auroc_interval(values[0], values[1], documents)),
            f"{area - base:+.4f}",
        ])  # fmt: skip
    body = (
        f"{len(human):,} human and {len(llm):,} LLM passages of 30 to {MOST_WORDS} words (human: half b of `check`; "
        "LLM: half from `check`, half held out\nof training), the same in every row. The model was trained on folded "
        "text; \"changed\" is the share of human; LLM passages that the row changes.\n\n"
        + table(["the model is given", "changed", "AUROC", "effect"], rows) + "\n"
        + table(["length and topic", "n", "AUROC"], _controlled(scored, human, llm, scorer, seed))
        + (f"\n{topic}" if topic else "")
    )  # fmt: skip
    return Section("Ablations", body)


def sample(scored: Sequence[Scored], seed: int, share: float) -> tuple[list[Scored], list[Scored]]:
    """Human and LLM blocks of one passage, one a document, seeded; LLM half from `check`, half held out of training."""
    rng = random.Random(f"{seed}/ablate")
    wanted = round(share * TEXTS_A_CLASS)

    def drawn(role: str, count: int) -> list[Scored]:
        short = [s for s in of_role(scored, role) if s.profile and s.words <= MOST_WORDS]
        found = one_a_document(short)
        return rng.sample(found, min(count, len(found)))

    return drawn("judge", wanted), [*drawn("llm", wanted // 2), *drawn("known", wanted - wanted // 2)]


def length_matched(human: Sequence[Scored], llm: Sequence[Scored], seed: int) -> tuple[list[Scored], list[Scored]]:
    """As many human as LLM blocks in every class of ten words."""
    rng = random.Random(f"{seed}/length")
    sides: tuple[list[Scored], list[Scored]] = ([], [])
    for place in sorted({s.words // 10 for s in human}):
        parts = [[s for s in side if s.words // 10 == place] for side in (human, llm)]
        count = min(map(len, parts))
        for kept, part in zip(sides, parts, strict=True):
            kept += rng.sample(part, count)
    return sides


def _controlled(
    scored: Sequence[Scored], human: Sequence[Scored], llm: Sequence[Scored], scorer: Scorer, seed: int
) -> list[list[str]]:
    """AUROC of length alone, with lengths matched, and on pairs of one topic."""
    paired = [s for s in scored if s.block.source == REWRITES and s.profile and s.words <= MOST_WORDS]
    sides = {
        "by the number of words alone": (human, llm, lambda s: float(s.words)),
        "lengths matched": (*length_matched(human, llm, seed), None),
        "topic the same: human paragraphs and their rewrites": (
            one_a_document(of_role(paired, "judge", "calibrate")), one_a_document(of_role(paired, "llm")), None,
        ),
    }  # fmt: skip
    rows = []
    for name, (low, high, measure) in sides.items():
        if min(len(low), len(high)) < 2:
            continue
        values = [
            np.array(
                [measure(s) for s in side] if measure else scorer.as_written([_as_read(s.block.text) for s in side])
            )
            for side in (low, high)
        ]
        documents = ([s.block.document for s in low], [s.block.document for s in high])
        bounds = auroc_interval(values[0], values[1], documents)
        rows.append([name, f"{len(low):,}; {len(high):,}", estimate(auroc(values[0], values[1]), bounds)])
    return rows

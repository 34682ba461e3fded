"""Block answers -> the page: what chance alone would flag, q-values, and how much carries which evidence."""

from collections.abc import Iterable, Sequence

from originlens.answer import BlockAnswer, Evidence, KindCount, PageAnswer
from originlens.contract import Kind


def q_values(p_values: dict[str, float]) -> dict[str, float]:
    """Benjamini-Hochberg q-value of each id (J. R. Stat. Soc. B 57, 1995)."""
    falling = sorted(p_values, key=lambda id_: p_values[id_], reverse=True)
    least, out = 1.0, {}
    for rank, id_ in zip(range(len(falling), 0, -1), falling, strict=True):
        least = min(least, p_values[id_] * len(falling) / rank)
        out[id_] = least
    return out


def page(
    blocks: Sequence[BlockAnswer],
    evidence: Iterable[Evidence],
    false_alarms: float,
    detectors: Iterable[str],
    milliseconds: float,
) -> PageAnswer:
    """The page's summary; `evidence` is what was found outside the blocks."""
    tested = {block.id: block.p_value for block in blocks if block.p_value is not None}
    counts: dict[Kind, KindCount] = {}
    for block in blocks:
        for kind, tokens in _tokens(block).items():
            before = counts.get(kind, KindCount())
            counts[kind] = KindCount(before.blocks + 1, before.tokens + tokens)
    return PageAnswer(
        blocks=len(blocks),
        tested=len(tested),
        flagged=sum(block.verdict in ("llm", "mixed") for block in blocks),
        expected_by_chance=false_alarms * len(tested),
        false_alarms=false_alarms,
        q_values=q_values(tested),
        evidence=tuple(evidence),
        kinds=counts,
        detectors=tuple(sorted(detectors)),
        milliseconds=milliseconds,
    )


def _tokens(block: BlockAnswer) -> dict[Kind, int]:
    """How many of its words carry each kind: those of the passages that its marks cover, else all."""
    counted = [found for found in block.evidence if found.strength != "none"]
    tokens: dict[Kind, int] = {}
    for kind in {found.kind for found in counted}:
        covers = [found.covers for found in counted if found.kind == kind]
        passages = {passage for of_one in covers for passage in of_one}
        tokens[kind] = sum(n for _, _, n in passages) if all(covers) else block.tokens
    return tokens

"""The figures of an evaluation as tables for people: the terminal and the report print the same ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from originlens.evaluate.figures import Families, Figures, Share, TprAt
from originlens.evaluate.summary import REFUTED, between, one_in, percent


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a heading.

    `shares`: that of each row where a drawing can show it, with the rate promised; `broken`: places of the rows where
    the promise does not hold.
    """

    key: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[tuple[Share, float | None], ...] = ()
    broken: frozenset[int] = frozenset()


def tables(made: Figures) -> list[Table]:
    """Every table that has rows."""
    return [table for table in _all(made) if table.rows]


def _all(made: Figures) -> Iterator[Table]:
    rate = one_in(made.rate)
    yield Table(
        "separation",
        "How well the scores keep the two apart",
        f"Of the {made.scored[0]:,} human and {made.scored[1]:,} LLM texts with a score; thresholds are set on these "
        "very texts. Intervals by bootstrap over documents.",
        ("false alarms (FPR)", "found (TPR)", "95% interval"),
        tuple(map(_tpr, made.tpr_at)),
    )
    yield Table(
        "promise",
        "What each promised rate gives",
        "Human texts: of those that could be judged. LLM texts: of all, an unclear one counts as missed.",
        ("promised", "human flagged", "95% interval", "n", "unclear", "LLM found", "95% interval", "n", "unclear"),
        tuple((one_in(one.rate), *_cells(one.human), *_cells(one.llm)) for one in made.promise),
    )
    yield Table(
        "groups",
        "False alarms by group of writers",
        "Source and domain; a document counts once; groups under 100 texts are pooled. p: exact one-sided binomial "
        "test that more are flagged than promised, Holm-corrected over all rows; "
        f"under {REFUTED:g} the promise does not hold.",
        ("group", "promised", "flagged", "95% interval", "n", "unclear", "p"),
        tuple((g.share.name, one_in(g.rate), *_cells(g.share), f"{g.p:.2g}") for g in made.groups),
        tuple((g.share, g.rate) for g in made.groups),
        frozenset(place for place, g in enumerate(made.groups) if g.p < REFUTED),
    )
    yield Table(
        "lengths",
        f"Short and long texts at {rate}",
        "Each text cut at sentence ends to whole sentences of so many words.",
        ("words", "LLM found", "95% interval", "n", "unclear", "human flagged", "95% interval", "n", "unclear"),
        tuple((one.name, *_cells(one.llm), *_cells(one.human)) for one in made.lengths),
        tuple((one.llm, None) for one in made.lengths),
    )
    yield Table(
        "attacks",
        f"LLM texts found after an attack, at {rate}",
        "None: the same texts as they are.",
        ("attack", "LLM found", "95% interval", "n", "unclear"),
        tuple((one.name, *_cells(one)) for one in made.attacks),
        tuple((one, None) for one in made.attacks),
    )
    if made.families:
        yield from _families(made.families, rate)
    yield Table(
        "unclear",
        f"Texts without a verdict at {rate}",
        "The reasons are those of the README.",
        ("reason", "human texts", "of", "LLM texts", "of"),
        tuple((why, f"{h:,}", f"{made.humans:,}", f"{m:,}", f"{made.llms:,}") for why, h, m in made.unclear),
    )


def _families(found: Families, rate: str) -> Iterator[Table]:
    names = sorted({name for _, name, _ in found.confusion if name})
    truths = sorted({truth for truth, _, _ in found.confusion})
    counts = {(truth, name): n for truth, name, n in found.confusion}
    right = f"; right for {_sentence(found.right)}, fine-tunes by others apart" if found.right.n else ""
    yield Table(
        "families",
        f"Families named for flagged LLM texts, at {rate}",
        f"Named for {_sentence(found.named)}{right}. A row is the true family, a column the one named.",
        ("family", *names, "not named"),
        tuple((truth, *(f"{counts.get((truth, name), 0):,}" for name in (*names, ""))) for truth in truths),
    )


def _sentence(one: Share) -> str:
    return f"{one.hits:,} of {one.n:,} ({between(one.low, one.high)})"


def _tpr(one: TprAt) -> tuple[str, str, str]:
    if one.tpr is None:
        return percent(one.fpr), "-", f"needs {round(1 / one.fpr):,} human texts"
    return percent(one.fpr), percent(one.tpr.value), between(one.tpr.low, one.tpr.high)


def _cells(one: Share) -> Sequence[str]:
    told = (percent(one.value), between(one.low, one.high)) if one.n else ("-", "-")
    return (*told, f"{one.n:,}", f"{one.unclear:,}")

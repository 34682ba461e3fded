"""A part of the card: its words, its tables, and the aims that it reports on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from originlens.evaluate.measures import interval


@dataclass(frozen=True, slots=True)
class Aim:
    """What was wanted and what was reached; `short_by` says how much is missing, empty where it is met."""

    what: str
    wanted: str
    reached: str
    short_by: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, Markdown below it, and its aims."""

    title: str
    body: str
    aims: tuple[Aim, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` texts; `unclear` of the `n` got no verdict."""

    hits: int
    n: int
    unclear: int = 0

    @property
    def value(self) -> float:
        """The share itself, 0 to 1."""
        return self.hits / self.n if self.n else 0.0


def at_least(what: str, wanted: float, value: float, told: str) -> Aim:
    """An aim that is met from `wanted` on; values are shares or an AUROC."""
    short = "" if value >= wanted else f"{100 * (wanted - value):.1f} points"
    return Aim(what, f"at least {_plain(wanted)}", told, short)


def at_most(what: str, wanted: float, value: float, told: str) -> Aim:
    """An aim that is met up to `wanted`."""
    short = "" if value <= wanted else f"{100 * (value - wanted):.2g} points"
    return Aim(what, f"at most {_plain(wanted)}", told, short)


def percent(x: float) -> str:
    """A share in percent, with more figures where it is small."""
    return f"{100 * x:.2f}%" if x < 0.1 else f"{100 * x:.1f}%"


def cell(share: Share) -> str:
    """A share with its exact 95% interval, and how many got no verdict; these count as not flagged."""
    low, high = interval(share.hits, share.n)
    unclear = f"; {share.unclear:,} unclear" if share.unclear else ""
    return f"{percent(share.value)} ({percent(low)} to {percent(high)}){unclear}" if share.n else "-"


def estimate(value: float, bounds: tuple[float, float]) -> str:
    """A value with its interval, three decimals."""
    return f"{value:.3f} ({bounds[0]:.3f} to {bounds[1]:.3f})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are aligned to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def aims_table(sections: Iterable[Section]) -> str:
    """All aims, with what is missing."""
    rows = [
        [aim.what, aim.wanted, aim.reached, f"missed by {aim.short_by}" if aim.short_by else "met"]
        for section in sections
        for aim in section.aims
    ]
    return table(["aim", "wanted", "reached", ""], rows)


def _plain(x: float) -> str:
    return f"{x:g}" if x > 0.98 and x < 1 else f"{100 * x:g}%"

"""What an evaluation says to people: how figures are written, a headline and the sentences under it."""

from collections.abc import Iterator
from decimal import Decimal

from originlens.evaluate.figures import Figures
from originlens.evaluate.measures import Estimate

REFUTED = 0.05  # adjusted p-value from which a test speaks against the promise
CAUTION = "These figures are of these texts. Other writers, other models and other kinds of text may give others."


def percent(value: float) -> str:
    """A share with about two figures: 0%, 0.012%, 4.1%, 10%, 98.6%."""
    whole = 100 * value
    if 99.9 < whole < 100:
        return "over 99.9%"  # 100% would say that none was left
    return f"{Decimal(f'{whole:.1f}' if whole >= 10 else f'{whole:.2g}').normalize():f}%"


def between(low: float, high: float) -> str:
    """An interval of shares: `0.2% to 4.1%`."""
    return f"{percent(low)} to {percent(high)}"


def one_in(rate: float) -> str:
    """A promised rate: `1 in 1,000`; one that is no such fraction is `3 in 1,000`."""
    over = 10
    while rate * over < 0.999:
        over *= 10
    top = rate * over
    return f"1 in {round(1 / rate):,}" if abs(1 / rate - round(1 / rate)) < 1e-6 else f"{top:.3g} in {over:,}"


def area(estimate: Estimate) -> str:
    """An AUROC with its interval."""
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def headline(made: Figures) -> str:
    """The two shares that matter at the rate asked."""
    row = next((one for one in made.promise if one.rate == made.rate), None)
    if row is None:
        return f"AUROC {area(made.auroc)}" if made.auroc else "Nothing can be told"
    if not row.human.n and row.llm.unclear == row.llm.n:
        return f"No text could be judged at {one_in(made.rate)}"
    parts = [f"{percent(row.human.value)} of human texts flagged"] if row.human.n else []
    parts += [f"{percent(row.llm.value)} of LLM texts found"] if row.llm.n else []
    return f"At {one_in(made.rate)}: {', '.join(parts)}"


def lines(made: Figures) -> Iterator[str]:
    """The sentences under the headline."""
    row = next((one for one in made.promise if one.rate == made.rate), None)
    if row:
        yield (
            f"Promised were at most {one_in(made.rate)} human texts flagged. Flagged were {row.human.hits:,} of the "
            f"{row.human.n:,} that could be judged ({between(row.human.low, row.human.high)}), and {row.llm.hits:,} of "
            f"{row.llm.n:,} LLM texts ({between(row.llm.low, row.llm.high)}; one that stays unclear counts as missed)."
        )
    else:
        yield "This detector has no calibration, so it promises and flags nothing: only how it orders the texts."
    if made.groups:
        yield _promise(made)
    if made.auroc:
        yield f"AUROC {area(made.auroc)}, of the {sum(made.scored):,} texts that got a score."
    elif not (made.humans and made.llms):
        missing = "LLM" if made.humans else "human"
        yield f"There is no {missing} text in the file, so nothing is told of how well the two are kept apart."
    yield CAUTION


def _promise(made: Figures) -> str:
    broken = [one for one in made.groups if one.p < REFUTED]
    if not broken:
        return (
            f"No group of human writers speaks against the promise ({len(made.groups)} exact tests, Holm-corrected): "
            "that is no proof that it holds."
        )
    told = "; ".join(f"{one.share.name} at {one_in(one.rate)}" for one in broken[:5])
    more = f" and {len(broken) - 5} more" if len(broken) > 5 else ""
    return f"The promise does not hold for: {told}{more} ({len(made.groups)} exact tests, Holm-corrected)."

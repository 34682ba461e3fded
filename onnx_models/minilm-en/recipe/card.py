"""Figures -> CARD.md: every number with its n and interval, and the command that made it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from originlens.contract import FAMILIES
from originlens.pipeline.calibrate import Calibration

from .judge import RATES, Figures, Share
from .measures import interval
from .texts import BANDS, DOUBTFUL

_HEAD = """# minilm-en

A small English classifier: was this passage written by a large language model? Six layers, 22.7 million weights,
fine-tuned by us from all-MiniLM-L6-v2 (Apache-2.0) for {steps:,} steps of 32 passages, with a second head for the
model's family. Everything below was written by

    {command}

from texts that were not trained on ({date}). Human texts of `check` are split by document: one half made the
calibration, the other is judged here. No text appears in both, but essays on one school prompt do.
Intervals are 95%, Clopper-Pearson; those of AUROC are bootstrapped over documents. A block is some whole sentences of
a document, of 30 words and more; "flagged" means the verdict `llm` or `mixed`, and "unclear" that it gave none (too few
human texts for the rate, or it may not be English).

## What it is for, and what not

- English prose of 30 words and more. Other languages, lists, tables and code: no verdict.
- A flag is a statistical sign and no proof. No flag is not a sign of a human: see the shares below.
- The human texts are of 2022 and before, so new topics are a risk that these figures do not show.
- Short texts, LLM rewrites of human paragraphs and paraphrased LLM texts are what it misses most.
"""


# Of the weights that ship; a clean run has one `--steps` from the start.
_HISTORY = """\
- Training was cut short: `--steps` was 1600 for its first 300 steps, 900 up to step 400, then 1200, and the learning
  rate follows it. The command above therefore gives weights that are close to these, not the same."""


def write(
    figures: Figures,
    calibration: Calibration,
    facts: dict[str, str],
    scaffolds: dict[bool, tuple[int, int]],
    sources: Sequence[str],
    file: Path,
) -> None:
    """Write CARD.md. `facts`: command, date, steps, and the lines on the variants under `variants`."""
    parts = [_HEAD.format(command=facts["command"], date=facts["date"], steps=int(facts["steps"]))]
    parts.append("## Found: LLM blocks flagged\n")
    parts.append(_rates("LLM blocks", figures.found))
    parts.append("By length, without the rewrites and without attacks:\n")
    parts.append(_rates("length", figures.found_by_length))
    parts.append("## False alarms: human blocks flagged (the half that was not calibrated on)\n")
    parts.append(f"{figures.human_blocks:,} blocks. By length (at most one block of a document in each):\n")
    parts.append(_rates("length", figures.alarms_by_length))
    parts.append(
        "By source and domain, one block of each document. `p`: exact one-sided binomial test that the true rate is"
        "\nabove the promise, Holm-corrected over all rows; below 0.05 the promise is refuted. ELLIPSE: learners.\n"
    )
    parts.append(_groups(figures))
    parts.append(_whole(figures))
    parts.append(_doubtful(figures, scaffolds))
    parts.append("## Separation (AUROC against the human blocks)\n")
    parts.append(_areas(figures))
    parts.append("## Family\n")
    parts.append(_family(figures, calibration))
    parts.append("## How it is made\n")
    parts.append(_made(calibration, facts, sources))
    file.write_text("\n".join(parts).rstrip() + "\n", "utf-8")


def _percent(x: float) -> str:
    return f"{100 * x:.2f}%" if x < 0.1 else f"{100 * x:.1f}%"


def _cell(share: Share) -> str:
    low, high = interval(share.hits, share.n)
    return f"{_percent(share.hits / share.n)} ({_percent(low)} to {_percent(high)})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def _rates(what: str, found: dict[float, list[Share]]) -> str:
    strict = {share.name: share for share in found[RATES[1]]}
    rows = [
        [s.name.strip(), f"{s.n:,}", _cell(s), _cell(strict[s.name]), f"{s.unclear:,}; {strict[s.name].unclear:,}"]
        for s in found[RATES[0]]
    ]
    return _table([what, "n", *(f"at `false_alarms` {rate}" for rate in RATES), "unclear"], rows)


def _groups(figures: Figures) -> str:
    rows = [
        [t.share.name, str(t.rate), f"{t.share.hits:,} of {t.share.n:,}", _cell(t.share), f"{t.p:.3f}"]
        for t in sorted(figures.groups, key=lambda t: (t.share.name, -t.rate))
    ]
    return _table(["human texts", "promise", "flagged", "share", "p"], rows)


def _whole(figures: Figures) -> str:
    told = [f"{share.hits} of {share.n:,} at {rate}: {_cell(share)}" for rate, share in figures.whole.items()]
    return f"Whole human documents, each sent as one block, with any passage flagged: {'; '.join(told)}.\n"


def _doubtful(figures: Figures, scaffolds: dict[bool, tuple[int, int]]) -> str:
    told = [f"{share.hits} of {share.n:,} blocks at {rate}: {_cell(share)}" for rate, share in figures.doubtful.items()]
    trusted = ", ".join(f"{s.name.strip()} {_percent(s.hits / s.n)}" for s in figures.if_trusted)
    return (
        f"Left out of the calibration and of the tests: {DOUBTFUL}. It is called human, but it bears no date, "
        f"and {scaffolds[True][0]} of its\n{scaffolds[True][1]:,} documents have an LLM's scaffold (a line that begins "
        f"`Introduction:`, `Body:` or `Title:`), against {scaffolds[False][0]} of the {scaffolds[False][1]:,} others.\n"
        f"Flagged there: {'; '.join(told)}.\n"
        "It was left out after its highest scores were read, and how many of these are false alarms cannot be told:\n"
        "the promise for essays of native speakers is not shown. Half of it in the calibration instead would give, at "
        f"{RATES[0]},\nof the LLM blocks by length: {trusted}.\n"
    )


def _areas(figures: Figures) -> str:
    rows = [
        [a.name.replace("  ", " "), f"{a.n:,}", f"{a.value:.3f} ({a.interval[0]:.3f} to {a.interval[1]:.3f})"]
        for a in figures.areas
    ]
    return _table(["LLM blocks", "n", "AUROC"], rows)


def _family(figures: Figures, calibration: Calibration) -> str:
    told = "No rule reached 90% of the names right on LLM texts kept for fitting it, so no family is ever named.\n"
    if figures.family and calibration.family:
        right, named = figures.family
        told = (
            f"Named where its probability is at least {calibration.family.least_probability} (temperature "
            f"{calibration.family.temperature}). On flagged LLM blocks of the half that the rule was not fitted on:\n"
            f"{named.hits:,} of {named.n:,} named, and {right.hits:,} of those right"
            f"{': ' + _cell(right) if right.n else ''}.\n"
        )
    used = [f for f in FAMILIES if any(f in pair for pair in figures.confusion)]
    rows = [[truth, *(str(figures.confusion[truth, said]) for said in used)] for truth in used]
    rows = [row for row in rows if any(cell != "0" for cell in row[1:])]
    return (
        told
        + "\nLikeliest family of every flagged block, whether it would be named or not:\n\n"
        + _table(["true", *used], rows)
    )


def _made(calibration: Calibration, facts: dict[str, str], sources: Sequence[str]) -> str:
    pools: dict[str, int] = {}
    for curve in calibration.curves:
        pools[curve.group] = pools.get(curve.group, 0) + curve.n
    told = ", ".join(f"{group} {n:,}" for group, n in sorted(pools.items()))
    bands = ", ".join(map(str, BANDS[:-1]))
    return (
        f"- Calibration: {calibration.fitted_on}: {told} blocks, in length bands that begin at {bands} words.\n"
        f"  The p-value is the largest over the groups of writers.\n"
        f"{_HISTORY}\n"
        f"{facts['variants']}\n"
        f"- Training sources (the texts are not in this project and their licences are their own; outputs of models\n"
        f"  stand under their makers' terms): {'; '.join(sources)}.\n"
    )

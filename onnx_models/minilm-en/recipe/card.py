"""Sections -> CARD.md: what it is for, the aims beside what was reached, then every figure with its n and interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from originlens.evaluate.curves import BANDS
from originlens.pipeline.calibrate import Calibration

from .calibrate import DOMAIN_RATE, UNSEEN_RATE, sizes
from .section import Section, aims_table

_HEAD = """# minilm-en

A small English classifier: which sentences were written by a large language model? Six layers, 22.7 million weights,
fine-tuned by us from all-MiniLM-L6-v2 (Apache-2.0) for {steps:,} steps; a logit for each token, and a second head for
the model's family. Everything below was written on {date} by

    {command}

- English prose of 30 words and more. Other languages, lists, tables and code: no verdict.
- A flag is a statistical sign and no proof. No flag is not a sign of a human: see what is missed.
- Human texts are of 2022 and before, so new topics are a risk that these figures do not show.
- Nothing here was trained on or calibrated with a text that it judges. Human texts of `check` are split by document
  (texts of one pair together): half a is in the calibration, half b is judged. Essays on one school prompt are on both
  sides. Intervals are 95%: Clopper-Pearson for shares, bootstrap over documents for AUROC, TPR at an FPR and F1.
- A block is some whole sentences of a document, of 30 words and more, or all of it. "Flagged" or "found" is the verdict
  `llm` or `mixed`.

## Aims

{aims}
"""
_MADE = """## How it is made

- Calibration: {fitted_on}: {groups} blocks, in length bands that begin at {bands} words. "New to the model" are
  those of the other groups, learners apart, of whose source and domain training has nothing, counted a second time: a
  model is surer of what it knows. The p-value of a block is the largest over these groups, each pooled with its
  neighbours in length until five of its texts may lie beyond the threshold, where there are enough: else its one
  oddest text would rule. At rates from {unseen_rate:g} on there are also {unseen}; from
  {domain_rate:g} on each of the {domains} domains with 100 blocks and more is a group too.
- The block statistic is a scan over runs of sentences: level {level:g}, exponent {exponent:g}, at least {least} words,
  change penalty {penalty:g}. The level comes from human texts held out of training that are neither in the
  curves nor judged.
- The 50 worst false alarms and the 50 worst misses: `build.py --stages worst` writes them into the work folder.
{notes}- Training sources (the texts are not in this project and their licences are their own; outputs of models
  stand under their makers' terms): {sources}.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the bundle was made. `notes`: lines of Markdown for what a run cannot know, each ended."""

    command: str
    date: str
    steps: int
    sources: Sequence[str]
    notes: str = ""


def write(sections: Sequence[Section], calibration: Calibration, facts: Facts, file: Path) -> None:
    """Write CARD.md, sections in the order given."""
    scan = calibration.scan
    parts = [_HEAD.format(steps=facts.steps, date=facts.date, command=facts.command, aims=aims_table(sections))]
    parts += [f"## {section.title}\n\n{section.body}" for section in sections]
    parts.append(
        _MADE.format(
            fitted_on=calibration.fitted_on,
            groups=_told(sizes(calibration)),
            unseen_rate=UNSEEN_RATE,
            unseen=_told(sizes(calibration, UNSEEN_RATE)),
            domain_rate=DOMAIN_RATE,
            domains=len(sizes(calibration, DOMAIN_RATE)),
            bands=", ".join(map(str, BANDS[:-1])),
            level=scan.level,
            exponent=scan.exponent,
            least=scan.least_words,
            penalty=scan.penalty,
            notes=facts.notes,
            sources="; ".join(facts.sources),
        )
    )
    file.write_text("\n".join(part.rstrip() + "\n" for part in parts), "utf-8")


def _told(groups: Mapping[str, int]) -> str:
    return "; ".join(f"{group} {n:,}" for group, n in groups.items())

"""The stages after the model and its n-grams are made: calibrate, card, worst. Scores are kept in the work folder."""

import datetime
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from originlens.contract import Passage
from originlens.pipeline.calibrate import Calibration
from originlens.text.words import words

from . import (
    ablate,
    attacked,
    calibrate,
    card,
    compare,
    family,
    found,
    leave_out,
    mixed,
    ngrams,
    pack,
    promise,
    texts,
    worst,
)
from .genres import GROUPINGS
from .run import Run
from .score import Scored, Scorer

_FITTED_ON = "human texts held out of training, and half a of those of check; English, of 2022 and before"


def run(stages: Sequence[str], of: Run) -> None:
    """The stages named, in their order."""
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    blocks = texts.blocks(of.data, of.seed, of.share)
    scorer = Scorer(of.bundle, of.work, of.processes)
    try:
        scored = scorer.blocks(blocks)
        file = of.bundle / "calibration.json"
        if "calibrate" in stages:
            made = calibrate.calibrate(scored, GROUPINGS[of.groups], _FITTED_ON, date)
            made = made.model_copy(update={"family": family.rule(scored, made)})
            calibrate.save(made, file)
            pack.manifest(of.bundle)
        made = Calibration.load(file)
        if "worst" in stages:
            worst.write(scored, made, of.work)
        if "card" in stages:
            _card(scored, made, scorer, of, date)
    finally:
        scorer.close()


def _card(scored: Sequence[Scored], made: Calibration, scorer: Scorer, of: Run, date: str) -> None:
    in_train = texts.sources_of(of.data / "train.jsonl.gz")
    others = {name: calibrate.calibrate(scored, grouping, name, date) for name, grouping in GROUPINGS.items()}
    judged = [s.block for s in scored if s.block.role in ("judge", "llm") and s.profile]
    fp32 = of.work / "fp32.onnx"
    sections = [
        found.section(scored, made, others),
        promise.section(scored, made, texts.scaffolds(of.data)),
        leave_out.section(scored, GROUPINGS[of.groups], in_train),
        mixed.section(of.data, of.seed, of.share, scorer, made),
        family.section(scored, made, in_train),
        ablate.section(scored, scorer, of.seed, of.share, _topic(of)),
        attacked.section(scored, scorer, made, of.seed, of.share),
        compare.section(judged, of.bundle, fp32, made, of.share),
    ]
    pack.golden(
        of.bundle, _own_texts(of.bundle), _scorer(of.bundle, of.bundle / "model.int8.onnx"), _scorer(of.bundle, fp32)
    )
    steps = int(torch.load(of.work / "checkpoint.pt", map_location="cpu")["step"])
    notes = (of.bundle / "recipe" / "notes.md").read_text("utf-8")
    card.write(sections, made, card.Facts(of.command, date, steps, sorted(in_train), notes), of.bundle / "CARD.md")
    pack.manifest(of.bundle)


def _topic(of: Run) -> str:
    """On detectors without an encoder, words in any order among them."""
    return ngrams.section(json.loads((of.work / "ngrams.json").read_text("utf-8")))


def _own_texts(bundle: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((bundle / "recipe" / "own_texts.json").read_text("utf-8"))
    return found


def _scorer(bundle: Path, model: Path) -> Callable[[str], float]:
    one = compare.detector(bundle, model)
    return lambda text: one.read([one.prepare(Passage(text, "en", len(words(text))))])[0].statistic

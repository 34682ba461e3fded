"""The n-grams that ship beside the encoder: trained, weighed, their first stage set; and what topic alone reaches."""

import json
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import originlens_classifier
from originlens.bundles import load
from originlens.contract import Detector
from originlens.contract import Passage as Asked
from originlens.evaluate.curves import mean_statistic
from originlens.text.normalise import normalise
from originlens.text.sentences import sentences
from originlens.text.words import words
from originlens_classifier.ngrams import NGrams

from . import cheap, pack
from .cascade import RATES, Passage, judge
from .run import Run
from .sample import documents
from .score import Scorer
from .texts import Block, blocks, sources_of

_FEWEST, _MOST = 30, 110  # words of a block that is one passage
_TIMED = 60


def fit(run: Run) -> None:
    """Train on crops, weigh, ship the weights; writes the figures to work/ngrams.json.

    Weighed on the human texts that set the scan and on the LLM texts of half a: a choice made on texts of the curves
    would make those look rarer than new ones are.
    """
    drawn = documents(run.data / "train.jsonl.gz", random.Random(run.seed))
    texts, is_llm = cheap.crops(drawn, run.seed)
    trained = cheap.train(texts, is_llm, run.seed)
    pack.forget(run.bundle)
    pack.manifest(run.bundle)
    scorer = Scorer(run.bundle, run.work, run.processes)
    try:
        found = passages(scorer, blocks(run.data, run.seed, run.share))
    finally:
        scorer.close()
    scores = {name: np.array([one.score(p.text) for p in found]) for name, one in trained.items()}
    figures = judge(found, scores, sources_of(run.data / "train.jsonl.gz"))
    first = figures["cheap"]["n-grams"]
    model = run.bundle / pack.NGRAMS
    np.save(model, (first["weight"] * trained["n-grams"].weights).astype(np.float16))
    encoder = originlens_classifier.open(load(run.bundle, device="cpu", threads=1))
    figures |= {"crops": len(texts), "bytes": model.stat().st_size}
    figures |= {"times_as_fast": times_as_fast(encoder, model, [p.text for p in found[:: len(found) // _TIMED + 1]])}
    lets_go = first["cascade"]
    skip = {"skip_below": first["weight"] * lets_go["threshold"], "skipped_as": lets_go["skipped_as"]}
    pack.manifest(run.bundle, {name: round(value, 4) for name, value in skip.items()})
    (run.work / "ngrams.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def passages(scorer: Scorer, found: Iterable[Block]) -> list[Passage]:
    """The blocks that are one passage, with the mean of the encoder's statistic over their words."""
    short = [b for b in found if _fits(b) and _FEWEST <= len(words(b.text)) <= _MOST]
    return [
        Passage(
            s.block.document, normalise(s.block.text).text, s.block.role,
            s.block.role == "scan" or (s.block.role != "judge" and s.block.half == "a"), s.block.source,
            mean_statistic(s.profile),
        )
        for s in scorer.blocks(short)
        if s.profile and s.words <= _MOST
    ]  # fmt: skip


def _fits(block: Block) -> bool:
    return block.role in ("scan", "judge", "llm", "attack")


def times_as_fast(encoder: Detector[Asked], model: Path, texts: Sequence[str]) -> float:
    """Median ratio of processor times for one passage, turn about: encoder with its tokenizer, n-grams with hashing.

    `encoder` must be open on one thread, without n-grams.
    """
    ngrams = NGrams(np.load(model))
    ratios = []
    for text in texts:
        asked = Asked(text, "en", len(words(text)), tuple(sentences(text)))
        times = []
        for read in (
            lambda asked=asked: encoder.read([encoder.prepare(asked)]),
            lambda asked=asked: ngrams.read(asked.text, asked.sentences),
        ):
            read()
            began = time.process_time()
            read()
            times.append(time.process_time() - began)
        ratios.append(times[0] / times[1])
    return float(np.median(ratios))


def section(figures: dict[str, Any]) -> str:
    """The card's lines: what cheap features reach alone, added to the encoder, and as a first stage."""
    first = figures["cheap"]["n-grams"]
    rows = [_row("encoder", figures["encoder"])]
    for name, one in figures["cheap"].items():
        rows += [_row(name, one["alone"]), _row(f"encoder + {name}", one["sum"])]
    kinds = ", ".join(f"{kind} {n:,}" for kind, n in figures["llm"].items())
    head = ["detector", *(f"{kind}: AUROC; TPR at 1%; at 0.1%" for kind in figures["encoder"])]
    gains = "; ".join(
        f"{100 * gain[0]:+.1f} points ({100 * gain[1]:+.1f} to {100 * gain[2]:+.1f}) at FPR {rate}"
        for rate, gain in first["gain"].items()
    )
    cascade = first["cascade"]
    lost = ", ".join(f"{kind} {100 * value:.1f}" for kind, value in cascade["lost"].items())
    return "\n".join(
        [
            "Linear detectors without an encoder, trained on "
            f"{figures['crops']:,} crops of `train`: hashed n-grams (2 to 5 characters, 1 and 2 words),",
            "words in any order (what shuffling the words leaves), the same without function words (topic alone), and",
            "style (function words, punctuation, lengths of words and sentences). Passages of 30 to 110 words;",
            "weights and thresholds from human texts that set the scan and LLM texts of half a, figures of half b: "
            f"{figures['human']:,} human, {kinds}.\n",
            "| " + " | ".join(head) + " |",
            "|---|" + "--:|" * (len(head) - 1),
            *rows,
            f"\nThe sum of encoder and n-grams, which ships, finds over all LLM passages {gains} more than the encoder "
            "alone.",
            f"The n-grams are {figures['times_as_fast']:.0f} times as fast as the encoder (one thread, "
            f"{figures['bytes'] / 1e6:.1f} MB), so they are read first. Where they may cost the sum 0.2",
            f"points of TPR at 1% on the former, they let {100 * cascade['skipped_human']:.0f}% of the human and "
            f"{100 * cascade['skipped_llm']:.0f}% of the LLM passages of half b go without",
            f"asking the encoder, and cost there, in points: {lost}.\n",
        ]
    )


def _row(name: str, figures: dict[str, dict[str, float]]) -> str:
    cells = [
        f"{one['auroc']:.3f}; " + "; ".join(f"{100 * one[f'tpr_{rate}']:.0f}%" for rate in RATES)
        for one in figures.values()
    ]
    return "| " + " | ".join([name, *cells]) + " |"

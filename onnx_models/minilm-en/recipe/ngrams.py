"""Is a cheap first stage worth it, and what does a detector of topic alone reach? Measures it, and tells the card."""

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from originlens.contract import Detector
from originlens.contract import Passage as Asked
from originlens.runtime import OrtSession
from originlens.text.normalise import normalise
from originlens.text.words import words

from . import cheap, graph
from .cascade import RATES, Passage, judge
from .sample import Document
from .score import Scored

_FEWEST, _MOST = 30, 110  # words of a block that is one passage
_TIMED = 60


def passages(scored: Iterable[Scored]) -> list[Passage]:
    """The blocks of `check` that are one passage, with the mean of the encoder's statistic over their words."""
    found = []
    for one in scored:
        b, profile = one.block, one.profile
        fits = b.role in ("judge", "llm", "attack") or (b.role == "calibrate" and b.half == "a")
        if profile and fits and _FEWEST <= one.words <= _MOST:
            mean = float(np.average(profile.statistics, weights=profile.words))
            found.append(Passage(b.document, normalise(b.text).text, b.role, b.half, b.source, mean))
    return found


def measure(
    documents: Sequence[Document],
    found: Sequence[Passage],
    in_train: set[str],
    encoder: Detector[Asked],
    work: Path,
    seed: int,
) -> dict[str, Any]:
    """Train on crops of `documents`, judge on `found`; writes work/ngrams.json and work/ngrams.onnx.

    `encoder` is only timed; it must be open on one thread.
    """
    texts, is_llm = cheap.crops(documents, seed)
    trained = cheap.train(texts, is_llm, seed)
    scores = {name: np.array([one.score(p.text) for p in found]) for name, one in trained.items()}
    first = trained["n-grams"]
    model = work / "ngrams.onnx"
    onnx.save(graph.graph(first.weights, first.bias), model)
    figures = judge(found, scores, in_train)
    figures |= {"crops": len(texts), "bytes": model.stat().st_size}
    figures |= {"times_as_fast": times_as_fast(encoder, model, [p.text for p in found[:: len(found) // _TIMED + 1]])}
    (work / "ngrams.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return figures


def times_as_fast(encoder: Detector[Asked], model: Path, texts: Sequence[str]) -> float:
    """Median ratio of processor times for one passage, turn about: encoder with its tokenizer, n-grams with hashing."""
    session = OrtSession({"fp16": model}, "cpu", 1)
    ratios = []
    for text in texts:
        asked = Asked(text, "en", len(words(text)))
        times = []
        for read in (
            lambda asked=asked: encoder.read([encoder.prepare(asked)]),
            lambda text=text: session.run({"places": cheap.ngrams(text)}),
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
            "style (function words, punctuation, lengths of words and sentences). Passages of 30 to 110 words of "
            "`check`;",
            f"weights and thresholds from half a, figures of half b: {figures['human']:,} human, {kinds}.\n",
            "| " + " | ".join(head) + " |",
            "|---|" + "--:|" * (len(head) - 1),
            *rows,
            f"\nThe sum of encoder and n-grams finds, over all LLM passages, {gains} more than the encoder alone.",
            f"As a first stage the n-grams are {figures['times_as_fast']:.0f} times as fast as the encoder "
            f"(one thread, {figures['bytes'] / 1e6:.1f} MB). Where they may cost 0.5 points of",
            f"TPR at 1% on half a, they let {100 * cascade['skipped_human']:.0f}% of the human and "
            f"{100 * cascade['skipped_llm']:.0f}% of the LLM passages of half b go,",
            f"and cost there, in points: {lost}.\n",
        ]
    )


def _row(name: str, figures: dict[str, dict[str, float]]) -> str:
    cells = [
        f"{one['auroc']:.3f}; " + "; ".join(f"{100 * one[f'tpr_{rate}']:.0f}%" for rate in RATES)
        for one in figures.values()
    ]
    return "| " + " | ".join([name, *cells]) + " |"

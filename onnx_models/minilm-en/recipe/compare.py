"""How far the variants that ship stand from fp32: error, decisions, dependence on the batch, and speed."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import originlens_classifier
from originlens.bundles import load
from originlens.contract import Item, Passage
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.segment import segment
from originlens.runtime import OrtSession

from .texts import Block

_PASSAGES, _ROUNDS = 400, 5


def detector(bundle: Path, model: Path) -> originlens_classifier.Classifier:
    """The bundle's detector on one form of its model, on the CPU."""
    opened = load(bundle, device="cpu")
    made = originlens_classifier.open(opened)
    made._session = OrtSession({"fp32": model}, "cpu", 0)
    return made


def compare(blocks: Sequence[Block], bundle: Path, fp32: Path, calibration: Calibration) -> str:
    """Lines for the card. A decision: is a passage's statistic above what 1 in 100 humans reach?"""
    chosen = random.Random(3).sample(list(blocks), min(_PASSAGES, len(blocks)))
    passages: list[Passage] = [piece.passage for b in chosen for piece in segment(b.text).pieces[:1]]
    exact = detector(bundle, fp32)
    items = sorted((exact.prepare(p) for p in passages), key=lambda item: item.tokens)
    cut = float(np.median([curve.peak_offset for curve in calibration.curves]))
    batches = [items[i : i + 10] for i in range(0, len(items), 10)]
    wanted = _scores(exact, batches)
    told = []
    for name in ("int8", "fp16"):
        other = detector(bundle, bundle / f"model.{name}.onnx")
        got = _scores(other, batches)
        alone = _scores(other, [[item] for item in items[::8]])
        moved = float(np.abs(alone - got[::8]).max())
        error = np.abs(got - wanted)
        same = float(np.mean((got > cut) == (wanted > cut)))
        told.append(
            f"- `{name}` against fp32 on {len(items)} passages: mean error {error.mean():.3f}, "
            f"largest {error.max():.3f}\n  (log-odds; standard deviation of the scores {wanted.std():.2f}), "
            f"same decision at 1 in 100 on {100 * same:.1f}%,\n"
            f"  largest change of a score between its batch and alone {moved:.4f}"
        )
        if name == "int8":
            told[-1] += f", {_faster(exact, other, batches):.2f} times as fast on this CPU"
    return "\n".join([*told, "- `fp16` was checked on the CPU provider alone: unconfirmed on CUDA."])


def _scores(one: originlens_classifier.Classifier, batches: Sequence[Sequence[Item]]) -> np.ndarray:
    return np.array([score.statistic for batch in batches for score in one.read(batch)])


def _faster(
    slow: originlens_classifier.Classifier, fast: originlens_classifier.Classifier, batches: Sequence[Sequence[Item]]
) -> float:
    """Median ratio of times on the same batches, turn about."""
    ratios = []
    for batch in batches[:: max(1, len(batches) // 8)] * _ROUNDS:
        times = []
        for one in (slow, fast):
            began = time.perf_counter()
            one.read(batch)
            times.append(time.perf_counter() - began)
        ratios.append(times[0] / times[1])
    return float(np.median(ratios))

"""How far the variants that ship stand from fp32: error, decisions, dependence on the batch, and speed."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import originlens_classifier
from originlens.bundles import load
from originlens.contract import Item, Passage
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.segment import segment
from originlens.runtime import OrtSession

from .section import Aim, Section, Share, at_least, cell
from .texts import Block

PASSAGES = 1000  # whose decisions are compared
_ROUNDS, _SPEED_BATCHES = 5, 8
_ARTICLE_WORDS, _ARTICLE_SECONDS = 2000, 0.6
_ALIKE = 0.002  # log-odds: beyond this a score would depend on its batch


def detector(bundle: Path, model: Path) -> originlens_classifier.Classifier:
    """The bundle's detector on one form of its model, on the CPU."""
    opened = load(bundle, device="cpu")
    made = originlens_classifier.open(opened)
    made._session = OrtSession({"fp32": model}, "cpu", 0)
    return made


def section(blocks: Sequence[Block], bundle: Path, fp32: Path, calibration: Calibration, share: float) -> Section:
    """A decision: is a passage's mean above the level that about 1 in 100 human blocks reaches?"""
    wanted_passages = round(PASSAGES * share)
    chosen = random.Random(3).sample(list(blocks), min(wanted_passages, len(blocks)))
    passages = [piece.passage for b in chosen for piece in segment(b.text).pieces[:1]]
    exact = detector(bundle, fp32)
    items = sorted((exact.prepare(p) for p in passages), key=lambda item: item.tokens)
    batches = [items[i : i + 10] for i in range(0, len(items), 10)]
    wanted = _scores(exact, batches)
    told, aims = [], []
    for name in ("int8", "fp16"):
        other = detector(bundle, bundle / f"model.{name}.onnx")
        got = _scores(other, batches)
        moved = float(np.abs(_scores(other, [[item] for item in items[::8]]) - got[::8]).max())
        error = np.abs(got - wanted)
        same = Share(int(np.sum((got > calibration.scan.level) == (wanted > calibration.scan.level))), len(items))
        told.append(
            f"- `{name}` against fp32 on {len(items):,} passages: the same decision on {cell(same)}; mean error "
            f"{error.mean():.3f},\n  largest {error.max():.3f} (log-odds; standard deviation of the scores "
            f"{wanted.std():.2f}); largest change of a score between its batch and alone {moved:.4f}."
        )
        aims.append(at_least(f"{name} and fp32 decide the same", 0.99, same.value, f"{cell(same)}, n = {same.n:,}"))
        short = "" if moved <= _ALIKE else f"{moved - _ALIKE:.4f}"
        aims.append(Aim(f"{name}: a score does not depend on its batch", "no change", f"{moved:.4f}", short))
        if name == "int8":
            told.append(_speed(exact, other, batches, passages))
    told.append("- `fp16` was checked on the CPU provider alone: unconfirmed on CUDA.")
    return Section("The variants that ship", "\n".join(told) + "\n", tuple(aims))


def _scores(one: originlens_classifier.Classifier, batches: Sequence[Sequence[Item]]) -> NDArray[np.float64]:
    return np.array([score.statistic for batch in batches for score in one.read(batch)])


def _speed(
    slow: originlens_classifier.Classifier,
    fast: originlens_classifier.Classifier,
    batches: Sequence[Sequence[Item]],
    passages: Sequence[Passage],
) -> str:
    """int8 against fp32 on the same batches, turn about; and an article of _ARTICLE_WORDS words, cold."""
    ratios = []
    for batch in batches[:: max(1, len(batches) // _SPEED_BATCHES)] * _ROUNDS:
        times = []
        for one in (slow, fast):
            began = time.perf_counter()
            one.read(batch)
            times.append(time.perf_counter() - began)
        ratios.append(times[0] / times[1])
    article = _article(passages)
    taken = sorted(_seconds(fast, article) for _ in range(_ROUNDS))
    return (
        f"  int8 is {np.median(ratios):.2f} times as fast as fp32 here. An article of {_ARTICLE_WORDS:,} words, cut, "
        f"tokenised and read\n  (nothing kept, model open): {taken[_ROUNDS // 2]:.2f} s, median of {_ROUNDS}; the aim "
        f"of at most {_ARTICLE_SECONDS} s on two cores is judged on the daemon, in the README."
    )


def _article(passages: Sequence[Passage]) -> str:
    text, count = [], 0
    for passage in passages:
        if count < _ARTICLE_WORDS:
            text.append(passage.text)
            count += passage.words
    return " ".join(text)


def _seconds(one: originlens_classifier.Classifier, article: str) -> float:
    began = time.perf_counter()
    items = [one.prepare(piece.passage) for piece in segment(article).pieces]
    items.sort(key=lambda item: item.tokens)
    for first in range(0, len(items), 6):
        one.read(items[first : first + 6])
    return time.perf_counter() - began

"""What a cheap score is worth beside the encoder's: alone, added to it, and as a first stage of the sum.

A first stage lets passages go that it is sure of: for those the encoder is not asked.

Weights and thresholds are fitted on some passages, every figure is of the others. Rates and shares are 0 to 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from originlens.evaluate.measures import auroc, bootstrap, tpr_at_fpr

Scores = NDArray[np.float64]
RATES = (0.01, 0.001)
LOST = 0.002  # of the TPR at 1%: what the cascade may lose where it is fitted
REWRITES = "ranhli/l2r_data"
_HUMAN = ("scan", "judge")
_WEIGHTS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5)  # of the cheap score, both in standard deviations


@dataclass(frozen=True, slots=True)
class Passage:
    """A block that is one passage, with the encoder's statistic."""

    document: str
    text: str
    role: str  # scan or judge: human; llm; attack
    fitted: bool  # weights and thresholds may be fitted on it, and it is not judged
    source: str
    statistic: float


def judge(passages: Sequence[Passage], scores: Mapping[str, Scores], in_train: set[str]) -> dict[str, Any]:
    """Figures of the encoder and of each cheap detector; `scores`: name -> one a passage."""
    human = np.array([p.role in _HUMAN for p in passages])
    encoder = np.array([p.statistic for p in passages])
    kinds = np.array([_kind(p, in_train) for p in passages])
    judged = ~np.array([p.fitted for p in passages])
    found: dict[str, Any] = {
        "human": int((human & judged).sum()),
        "llm": {kind: int((judged & (kinds == kind)).sum()) for kind in sorted(set(kinds[~human]))},
        "encoder": _separation(encoder[judged], human[judged], kinds[judged]),
        "cheap": {},
    }
    for name, score in scores.items():
        weight = _weight(encoder[~judged], score[~judged], human[~judged])
        total = encoder + weight * score
        found["cheap"][name] = {
            "alone": _separation(score[judged], human[judged], kinds[judged]),
            "weight": weight,
            "sum": _separation(total[judged], human[judged], kinds[judged]),
            "gain": _gain(encoder, total, judged & human, judged & ~human, passages),
            "cascade": _cascade(encoder, total, score, human, judged, kinds),
        }
    return found


def _kind(passage: Passage, in_train: set[str]) -> str:
    if passage.role in _HUMAN:
        return "human"
    if passage.role == "attack":
        return "attacked"
    if passage.source == REWRITES:
        return "rewrites"
    return "LLM, source also in train" if passage.source in in_train else "LLM, source not in train"


def _separation(score: Scores, human: NDArray[np.bool_], kinds: NDArray[np.str_]) -> dict[str, Any]:
    """AUROC and TPR at each rate, by kind and over all LLM passages."""
    sides = {kind: score[kinds == kind] for kind in sorted(set(kinds[~human]))} | {"all": score[~human]}
    return {
        kind: {
            "auroc": auroc(score[human], llm),
            **{f"tpr_{rate}": tpr_at_fpr(score[human], llm, rate) for rate in RATES},
        }
        for kind, llm in sides.items()
    }


def _weight(encoder: Scores, score: Scores, human: NDArray[np.bool_]) -> float:
    """What the cheap score is multiplied with: the largest mean TPR over the rates on these passages."""
    unit = encoder[human].std() / score[human].std()

    def worth(weight: float) -> float:
        total = encoder + weight * unit * score
        return float(np.mean([tpr_at_fpr(total[human], total[~human], rate) for rate in RATES]))

    return float(max(_WEIGHTS, key=worth) * unit)


def _gain(
    encoder: Scores, total: Scores, human: NDArray[np.bool_], llm: NDArray[np.bool_], passages: Sequence[Passage]
) -> dict[str, tuple[float, float, float]]:
    """TPR of the sum less that of the encoder at each rate, with a bootstrap interval by document."""
    both = np.column_stack([encoder, total])
    documents = tuple([p.document for p, is_in in zip(passages, side, strict=True) if is_in] for side in (human, llm))
    found = {}
    for rate in RATES:

        def more(h: Scores, g: Scores, rate: float = rate) -> float:
            return tpr_at_fpr(h[:, 1], g[:, 1], rate) - tpr_at_fpr(h[:, 0], g[:, 0], rate)

        interval = bootstrap(more, both[human], both[llm], (documents[0], documents[1]))
        found[str(rate)] = (more(both[human], both[llm]), *interval)
    return found


def _cascade(
    encoder: Scores,
    total: Scores,
    score: Scores,
    human: NDArray[np.bool_],
    judged: NDArray[np.bool_],
    kinds: NDArray[np.str_],
) -> dict[str, Any]:
    """Skip what scores below a threshold: the highest that costs less than LOST of the sum's TPR at 1% of the fitted.

    `skipped_as`: what the encoder says on average of the human fitted passages that are skipped.
    """
    fitted = ~judged
    cut = _cut(total[fitted & human])
    caught = np.sort(score[fitted & ~human & (total > cut)])
    allowed = int(LOST * (fitted & ~human).sum())
    threshold = np.append(caught, np.inf)[min(allowed, len(caught))]
    skipped = score < threshold
    flagged = total > _cut(total[judged & human])
    clear = fitted & human & skipped
    lost = {
        kind: float(np.mean((flagged & skipped)[judged & (kinds == kind)]))
        for kind in sorted(set(kinds[judged & ~human]))
    }
    return {
        "threshold": float(threshold),
        "skipped_as": float(encoder[clear].mean()) if clear.any() else 0.0,
        "skipped_human": float(np.mean(skipped[judged & human])),
        "skipped_llm": float(np.mean(skipped[judged & ~human])),
        "lost": {**lost, "all": float(np.mean((flagged & skipped)[judged & ~human]))},
    }


def _cut(human: Scores) -> float:
    """What at most 1 in 100 of these exceeds."""
    return float(np.sort(human)[len(human) - 1 - int(RATES[0] * len(human))])

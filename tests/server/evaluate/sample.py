"""The figures of a made-up evaluation with everything in it: groups, lengths, attacks, families, unclear texts."""

from functools import cache
from math import erfc, sqrt

import numpy as np

from originlens.evaluate.assess import assess
from originlens.evaluate.figures import Figures
from originlens.evaluate.lengths import BINS
from originlens.evaluate.outcomes import Outcome
from originlens.evaluate.texts import Label
from tests.server.evaluate.made_up import outcome

LEAST = 1 / 4000


def drawn(label: Label, n: int, mean: float, **given: object) -> list[Outcome]:
    """Texts whose scores are normal about `mean`; those of humans about 0 have uniform p-values."""
    scores = np.linspace(0.5 / n, 1 - 0.5 / n, n)
    scores = mean + np.sqrt(2) * np.array([_inverse(2 * share - 1) for share in scores])
    return [
        outcome(label, float(x), p=max(LEAST, erfc(x / sqrt(2)) / 2), least=LEAST, id=f"{label}{given}{i}", **given)
        for i, x in enumerate(scores)
    ]


def _inverse(y: float) -> float:
    from scipy.special import erfinv

    return float(erfinv(y))


@cache
def sample() -> Figures:
    """At 1 in 100; one group breaks the promise."""
    human = drawn("human", 300, 0, source="learners", domain="essay") + drawn("human", 200, -0.3, source="news")
    human += drawn("human", 150, 0.9, source="student essays", domain="essay")
    human += [outcome("human", None, why="not_prose") for _ in range(12)] + [outcome("human", None) for _ in range(50)]
    llm = []
    for family in ("google", "openai", "qwen"):
        llm += drawn("llm", 40, 4.5, family=family, named=family) + drawn("llm", 4, 4.5, family=family, named="qwen")
        llm += drawn("llm", 10, 4.5, family=family)
    llm += drawn("llm", 6, 4.5, family="meta", named="openai", first_party=False) + [outcome("llm", None)] * 3
    means = (1.2, 1.9, 2.6, 3.4)
    cut = {to: drawn("human", 80, 0) + drawn("llm", 60, mean) for to, mean in zip(BINS, means, strict=True)}
    attacked = {name: drawn("llm", 50, mean) for name, mean in (("misspelling", 2.1), ("zero-width characters", 2.6))}
    fitted_on = "human texts of a made-up sample, of 2022 and before"
    return assess(("made-up-en", "2"), fitted_on, 0.01, human + llm, cut, attacked)

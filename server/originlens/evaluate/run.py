"""One evaluation: a detector asked about labelled texts as they are, cut to lengths and after attacks."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from originlens.evaluate.assess import PROMISED, TESTED, assess
from originlens.evaluate.attacks import Attack
from originlens.evaluate.figures import Figures
from originlens.evaluate.lengths import BINS, cut
from originlens.evaluate.outcomes import Outcome, outcomes
from originlens.evaluate.score import BATCH_TOKENS
from originlens.evaluate.texts import Labelled
from originlens.pipeline.calibrate import Calibration
from originlens.registry import Loaded

_SEED = 7


def evaluate(
    detector: Loaded,
    texts: Sequence[Labelled],
    rate: float,
    attacks: Mapping[str, Attack] | None = None,
    *,
    batch_tokens: int = BATCH_TOKENS,
    done: Callable[[int], None] = lambda count: None,
) -> Figures:
    """Every figure at the promised `rate`; `done` is told after each text, and `steps` says how many there will be."""

    def asked(some: Iterable[Labelled], rates: Sequence[float]) -> Iterator[Outcome]:
        for one in outcomes(detector, some, rates, batch_tokens):
            done(1)
            yield one

    found = list(asked(texts, [*{*PROMISED, *TESTED, rate}]))
    fitted_on, made = _fitted_on(detector), {}
    lengths = {BINS[-1]: [one for one in found if one.words >= BINS[-1].least and not one.text.attack]}
    if fitted_on is not None:
        for name in BINS[:-1]:
            plain = (text for text in texts if not text.attack)
            lengths[name] = list(asked(cut(plain, name), [rate]))
        made = {name: list(asked(_attacked(texts, name, way), [rate])) for name, way in (attacks or {}).items()}
    about = detector.about
    return assess((about.name, about.version), fitted_on, rate, found, lengths, made)


def steps(detector: Loaded, texts: Sequence[Labelled], attacks: int) -> int:
    """About how many texts will be asked about: some cannot be cut to every length."""
    if _fitted_on(detector) is None:
        return len(texts)
    plain = [text for text in texts if not text.attack]
    return len(texts) + (len(BINS) - 1) * len(plain) + attacks * sum(text.label == "llm" for text in plain)


def limited(texts: Sequence[Labelled], limit: int) -> list[Labelled]:
    """At most `limit` texts of each label, drawn at random and always the same ones, in their order."""
    kept: set[int] = set()
    for label in ("human", "llm"):
        places = [i for i, text in enumerate(texts) if text.label == label]
        kept.update(random.Random(_SEED).sample(places, min(limit, len(places))))
    return [text for i, text in enumerate(texts) if i in kept]


def _fitted_on(detector: Loaded) -> str | None:
    calibration = detector.calibration
    return calibration.fitted_on if isinstance(calibration, Calibration) else None


def _attacked(texts: Iterable[Labelled], name: str, attack: Attack) -> Iterator[Labelled]:
    for text in texts:
        if text.label == "llm" and not text.attack:
            yield replace(text, text=attack(text.text, random.Random(f"{_SEED}/{name}/{text.id}")))

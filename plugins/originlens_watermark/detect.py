"""One text against every configuration: what is marked, where, by which key, and how many were tried."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from originlens_watermark.correct import holm
from originlens_watermark.nulls import moments
from originlens_watermark.profiles import Profile
from originlens_watermark.scan import best, spans
from originlens_watermark.scheme import Scored
from originlens_watermark.tokenizer import Reader


@dataclass(frozen=True, slots=True)
class Tried:
    """One configuration's finding in one text.

    `log_p`: natural logarithm, corrected for the search and for all that was tried; `tokens`: judged; `mean`: of their
    values, `chance`: what it is without a mark; `spans`: marked stretches in code points of the text.
    """

    profile: Profile
    tokenizer: str
    vocabulary: int
    log_p: float
    tokens: int
    mean: float
    chance: float
    spans: tuple[tuple[int, int], ...]

    @property
    def p_value(self) -> float:
        """0 where it is too small for a float: `log_p` has it."""
        return math.exp(self.log_p)


def detect(text: str, profiles: Sequence[Profile], readers: Sequence[Reader], alpha: float) -> list[Tried]:
    """Every configuration, the least likely by chance first; `alpha`: corrected p-value up to which spans are told."""
    found = list(_scored(text, profiles, readers))
    raw = [window.log_p if (window := best(scored)) else 0.0 for *_, scored, _ in found]
    told = [
        _tried(*one, corrected=corrected, paid=corrected - single, alpha=alpha)
        for one, single, corrected in zip(found, raw, holm(raw), strict=True)
    ]
    return sorted(told, key=lambda tried: (tried.log_p, tried.profile.id, tried.tokenizer, tried.vocabulary))


_One = tuple[Profile, Reader, int, Scored, Sequence[tuple[int, int]]]


def _scored(text: str, profiles: Sequence[Profile], readers: Sequence[Reader]) -> Iterator[_One]:
    for reader in readers:
        asked = [profile for profile in profiles if not profile.tokenizers or reader.name in profile.tokenizers]
        if not asked:
            continue
        ids, offsets = reader.read(text)
        for profile in asked:
            for vocabulary in reader.vocabularies if profile.needs_vocabulary else reader.vocabularies[:1]:
                yield profile, reader, vocabulary, profile.score(ids, vocabulary), offsets


def _tried(
    profile: Profile,
    reader: Reader,
    vocabulary: int,
    scored: Scored,
    offsets: Sequence[tuple[int, int]],
    *,
    corrected: float,
    paid: float,
    alpha: float,
) -> Tried:
    count = len(scored.values)
    chance, _ = moments(scored.null)
    marked = spans(scored, math.log(alpha) - paid) if corrected <= math.log(alpha) else []
    places = tuple(
        (offsets[scored.positions[window.first]][0], offsets[scored.positions[window.end - 1]][1]) for window in marked
    )
    mean = float(scored.values.mean()) if count else chance
    return Tried(profile, reader.name, vocabulary, corrected, count, mean, chance, places)

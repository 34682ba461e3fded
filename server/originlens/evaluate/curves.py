"""Human blocks as a detector sees them -> the curves of a calibration: what human text scores, by group and length."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from originlens.pipeline.calibrate import Curve
from originlens.pipeline.profile import Profile
from originlens.pipeline.scan import Scan

BANDS = (30, 45, 62, 95, 150, 300, 1_000_000)  # words; each band is half-open
LEVEL_SHARE = 0.99  # of human blocks that stay under the level of a scan
_LEAST_RUN, _EXPONENT = 40, 0.5  # words; chosen on half a of `check`
_CHANGE_WORDS = 10  # a change of author costs what so many words gain that lie one spread above the level


@dataclass(frozen=True, slots=True)
class Human:
    """A block by a human, its language (ISO 639-1), and the group of writers whose curve it belongs to."""

    profile: Profile
    language: str
    group: str


def curves(humans: Iterable[Human], scan: Scan, bands: Sequence[int] = BANDS) -> tuple[Curve, ...]:
    """A curve for each language, group and length band that has blocks; shorter blocks than the first band's are left.

    For the promise to hold each block is of another document, and none has chosen `scan`.
    """
    places: dict[tuple[str, str, int], list[Profile]] = {}
    for human in humans:
        at = int(np.searchsorted(bands, human.profile.length, side="right")) - 1
        if 0 <= at < len(bands) - 1:
            places.setdefault((human.language, human.group, at), []).append(human.profile)
    return tuple(_curve(profiles, scan, bands, *place) for place, profiles in sorted(places.items()))


def bands_from(least_words: int) -> tuple[int, ...]:
    """The bands for a detector that needs so many words."""
    return (max(1, least_words), *(edge for edge in BANDS if edge > max(1, least_words)))


def fit_scan(humans: Sequence[Profile]) -> Scan:
    """A scan for a detector that comes without one, from human blocks (at least one) that do not enter its curves."""
    means = [mean_statistic(one) for one in humans]
    level, middle = (float(np.quantile(means, share)) for share in (LEVEL_SHARE, 0.5))
    penalty = round(_CHANGE_WORDS * (level - middle), 3)
    scan = Scan(level=round(level, 3), exponent=_EXPONENT, least_words=_LEAST_RUN, penalty=penalty)
    return scan.model_copy(update={"usual": _usual(humans, scan)})


def _usual(humans: Sequence[Profile], scan: Scan) -> tuple[tuple[int, float], ...]:
    """(words, what 1 in 100 blocks reaches), a pair for each length band with the next to it on both sides."""
    at = np.searchsorted(BANDS, [one.length for one in humans], side="right")
    found = np.array([scan.of_block(one.statistics, one.words) for one in humans])
    pairs = []
    for band in sorted(set(at.tolist())):
        length = round(float(np.median([one.length for one, of in zip(humans, at, strict=True) if of == band])))
        pairs.append((length, round(float(np.quantile(found[np.abs(at - band) <= 1], LEVEL_SHARE)), 3)))
    return tuple(pairs)


def mean_statistic(seen: Profile) -> float:
    """Mean of the sentences' statistics, by their words."""
    return sum(s * n for s, n in zip(seen.statistics, seen.words, strict=True)) / seen.length


def _curve(profiles: Sequence[Profile], scan: Scan, bands: Sequence[int], language: str, group: str, at: int) -> Curve:
    # Rounded up, so that rounding never makes a human block look rarer than it is.
    found = sorted(math.ceil(1000 * scan.of_block(one.statistics, one.words) - 1e-6) / 1000 for one in profiles)
    values = sorted(set(found), reverse=True)
    return Curve(
        language=language,
        group=group,
        least_words=bands[at],
        most_words=bands[at + 1],
        n=len(found),
        values=tuple(values),
        at_least=tuple(len(found) - int(np.searchsorted(found, value)) for value in values),
    )

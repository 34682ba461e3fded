"""One text against every configuration: what is marked, where, by which key, and how many were tried."""

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from originlens_watermark.copies import Copy, copies
from originlens_watermark.correct import holm
from originlens_watermark.nulls import moments
from originlens_watermark.profiles import Profile
from originlens_watermark.scan import best, spans
from originlens_watermark.scheme import Ids
from originlens_watermark.tokenizer import Reader

RUNS = 999  # of a permutation test


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch, in code points of the text; `log_p` is corrected like the whole text's."""

    start: int
    end: int
    log_p: float


@dataclass(frozen=True, slots=True)
class Tried:
    """One configuration's finding in one text.

    `log_p`: natural logarithm, corrected for the search and for all that was tried; `tokens`: judged; `mean`: of their
    values, `chance`: what it is without a mark (both NaN for a permutation test); `floor`: the smallest p-value that a
    permutation test could have given, before the correction.
    """

    profile: Profile
    tokenizer: str
    vocabulary: int
    log_p: float
    tokens: int
    mean: float
    chance: float
    found: tuple[Span, ...] = ()
    floor: float | None = None

    @property
    def p_value(self) -> float:
        """0 where it is too small for a float: `log_p` has it."""
        return math.exp(self.log_p)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each marked stretch."""
        return tuple((one.start, one.end) for one in self.found)


def detect(
    text: str,
    profiles: Sequence[Profile],
    readers: Sequence[Reader],
    alpha: float,
    *,
    thorough: bool = True,
    threads: int = 1,
    letters: Mapping[str, str] | None = None,
) -> list[Tried]:
    """Every configuration, the least likely by chance first; `alpha`: corrected p-value up to which spans are told.

    The correction is Holm's, over profiles x tokenizers x logits widths. Not `thorough`: the rarer widths are left out.
    NumPy lets several threads draw lists at once. `letters`: look-alikes that are undone (copies.py).
    """
    each = copies(text, letters or {})
    with ThreadPoolExecutor(threads, "watermark") as pool:
        found = pool.map(lambda reader: list(_tried(each, profiles, reader, alpha, thorough)), readers)
        tried = [one for of_reader in found for one in of_reader]
    corrected = holm([one.log_p for one in tried])
    told = [_corrected(one, log_p, math.log(alpha)) for one, log_p in zip(tried, corrected, strict=True)]
    return sorted(told, key=lambda one: (one.log_p, one.profile.id, one.tokenizer, one.vocabulary))


def _tried(
    each: Sequence[Copy], profiles: Sequence[Profile], reader: Reader, alpha: float, thorough: bool
) -> Iterator[Tried]:
    """One for each profile and width: its best copy, for which it pays. A profile without a width is tried once."""
    asked = [profile for profile in profiles if not profile.tokenizers or reader.name in profile.tokenizers]
    if not asked:
        return
    seen = [_Seen(copy, *reader.read(copy.text)) for copy in each]
    widths = (*reader.vocabularies, *reader.rarer) if thorough else reader.vocabularies
    for profile in asked:
        for width in widths if profile.needs_vocabulary else widths[:1]:
            one = _tested if profile.is_ring else _summed
            best_copy = min((one(profile, reader.name, width, copy, alpha) for copy in seen), key=lambda one: one.log_p)
            yield _corrected(best_copy, min(0.0, best_copy.log_p + math.log(len(seen))), 0.0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One copy as one tokenizer reads it."""

    copy: Copy
    ids: Ids
    offsets: Sequence[tuple[int, int]]

    def span(self, first: int, end: int, log_p: float) -> Span:
        """The tokens `first` to `end` (apart) in the text at hand."""
        return Span(*self.copy.span(self.offsets[first][0], self.offsets[end - 1][1]), log_p)


def _tested(profile: Profile, tokenizer: str, width: int, seen: _Seen, alpha: float) -> Tried:
    tested = profile.test(seen.ids, width, RUNS)
    log_p = math.log(tested.p)
    found = (seen.span(tested.start, tested.end, log_p),) if len(seen.ids) else ()
    return Tried(profile, tokenizer, width, log_p, len(seen.ids), math.nan, math.nan, found, tested.floor)


def _summed(profile: Profile, tokenizer: str, width: int, seen: _Seen, alpha: float) -> Tried:
    scored = profile.score(seen.ids, width, tokenizer)
    window = best(scored)
    log_p = window.log_p if window else 0.0
    chance, _ = moments(scored.null)
    marked = spans(scored, math.log(alpha)) if log_p <= math.log(alpha) else []
    places = scored.positions
    found = tuple(seen.span(int(places[one.first]), int(places[one.end - 1]) + 1, one.log_p) for one in marked)
    mean = float(scored.values.mean()) if len(scored.values) else chance
    return Tried(profile, tokenizer, width, log_p, len(scored.values), mean, chance, found)


def _corrected(one: Tried, log_p: float, log_alpha: float) -> Tried:
    """The spans pay what the whole text pays; those that are then no longer rare enough are not told."""
    paid = log_p - one.log_p
    found = tuple(replace(span, log_p=min(0.0, span.log_p + paid)) for span in one.found)
    return replace(one, log_p=log_p, found=tuple(span for span in found if span.log_p <= log_alpha))

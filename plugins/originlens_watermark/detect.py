"""One text against every configuration: what is marked, where, by which key, and how many were tried."""

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from originlens_watermark.configurations import Configuration, configurations, weights
from originlens_watermark.copies import Copy, copies
from originlens_watermark.correct import holm
from originlens_watermark.nulls import moments
from originlens_watermark.profiles import Profile
from originlens_watermark.scan import best, spans
from originlens_watermark.scheme import Ids, Scored
from originlens_watermark.tokenizer import Reader

RUNS, MOST_RUNS = 999, 9_999  # of a permutation test


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

    The correction is Holm's, over profiles x tokenizers x logits widths, weighted (configurations.py). Not `thorough`:
    the rarer widths are left out. A permutation test has more sequences where little else is tried. NumPy lets several
    threads draw lists at once. `letters`: look-alikes that are undone (copies.py).
    """
    each = copies(text, letters or {})
    asked = sorted(configurations(profiles, readers, thorough=thorough), key=_cost, reverse=True)
    used = list(dict.fromkeys(one.reader for one in asked))
    with ThreadPoolExecutor(threads, "watermark") as pool:
        read = pool.map(lambda reader: [_Seen(copy, *reader.read(copy.text)) for copy in each], used)
        seen = dict(zip(used, read, strict=True))
        shares = weights(asked)
        runs = [_runs(len(each) / share, alpha) for share in shares]
        tried = list(pool.map(lambda one, most: _tried(one, seen[one.reader], alpha, most), asked, runs))
    corrected = holm([one.log_p for one in tried], shares)
    told = [_corrected(one, log_p, math.log(alpha)) for one, log_p in zip(tried, corrected, strict=True)]
    # After the correction most are 1: of those the one that was the least likely before it comes first.
    order = sorted(zip(told, tried, strict=True), key=lambda two: (two[0].log_p, two[1].log_p, *_name(two[0])))
    return [one for one, _ in order]


def tokens(
    text: str, asked: Configuration, letters: Mapping[str, str] | None = None
) -> tuple[Scored, list[tuple[int, int]]]:
    """(what is judged, (start, end) of each token here) of the copy that is least likely by chance, as in detect().

    For a profile whose tokens have values, which is all but rings.
    """

    def read(copy: Copy) -> tuple[Scored, list[tuple[int, int]]]:
        ids, offsets = asked.reader.read(copy.text)
        return asked.profile.score(ids, asked.width, asked.reader.name), [copy.span(*one) for one in offsets]

    return min(map(read, copies(text, letters or {})), key=lambda one: found.log_p if (found := best(one[0])) else 0.0)


def _runs(price: float, alpha: float) -> int:
    """Sequences of a permutation test whose p-value is to be corrected `price`-fold: enough for `alpha`, if any are."""
    enough = math.ceil(price / alpha)
    return enough if RUNS < enough <= MOST_RUNS else RUNS


def _name(one: Tried) -> tuple[str, str, int]:
    return one.profile.id, one.tokenizer, one.vocabulary


def _cost(one: Configuration) -> tuple[bool, int]:
    """The dearest are begun first, so that the threads end together."""
    return one.profile.is_ring, one.width if one.profile.draws_lists else 0


def _tried(asked: Configuration, seen: "Sequence[_Seen]", alpha: float, runs: int) -> Tried:
    """One configuration's best copy of the text, for which it pays."""
    each = (_tested(asked, copy, runs) if asked.profile.is_ring else _summed(asked, copy, alpha) for copy in seen)
    found = min(each, key=lambda one: one.log_p)
    return _corrected(found, min(0.0, found.log_p + math.log(len(seen))), 0.0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One copy as one tokenizer reads it."""

    copy: Copy
    ids: Ids
    offsets: Sequence[tuple[int, int]]

    def span(self, first: int, end: int, log_p: float) -> Span:
        """The tokens `first` to `end` (apart) in the text at hand, without the space that many tokens begin with."""
        start, stop = self.offsets[first][0], self.offsets[end - 1][1]
        part = self.copy.text[start:stop]
        if not part.isspace():
            start, stop = start + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip())
        return Span(*self.copy.span(start, stop), log_p)


def _tested(asked: Configuration, seen: _Seen, runs: int) -> Tried:
    tested = asked.profile.test(seen.ids, asked.width, runs)
    log_p = math.log(tested.p)
    found = (seen.span(tested.start, tested.end, log_p),) if len(seen.ids) else ()
    return _told(asked, log_p, len(seen.ids), math.nan, math.nan, found, tested.floor)


def _summed(asked: Configuration, seen: _Seen, alpha: float) -> Tried:
    scored = asked.profile.score(seen.ids, asked.width, asked.reader.name)
    window = best(scored)
    log_p = window.log_p if window else 0.0
    chance, _ = moments(scored.null)
    marked = spans(scored, math.log(alpha)) if log_p <= math.log(alpha) else []
    places = scored.positions
    found = tuple(seen.span(int(places[one.first]), int(places[one.end - 1]) + 1, one.log_p) for one in marked)
    mean = float(scored.values.mean()) if len(scored.values) else chance
    return _told(asked, log_p, len(scored.values), mean, chance, found)


def _told(asked: Configuration, *found: Any) -> Tried:
    return Tried(asked.profile, asked.reader.name, asked.width, *found)


def _corrected(one: Tried, log_p: float, log_alpha: float) -> Tried:
    """The spans pay what the whole text pays; those that are then no longer rare enough are not told."""
    paid = log_p - one.log_p
    found = tuple(replace(span, log_p=min(0.0, span.log_p + paid)) for span in one.found)
    return replace(one, log_p=log_p, found=tuple(span for span in found if span.log_p <= log_alpha))

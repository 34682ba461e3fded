"""Method `watermark`: every public text watermark that needs no language model, by the bundle's keys and the user's.

A page is tried with the quick profiles and the user's own keys; `originlens watermark` may ask for all (KeyReader).
"""

import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from originlens.contract import About, Bundle, BundleNeeded, Document, Item, Mark, Marks
from originlens.key_reader import KeyListed, KeyTried, TokenSeen
from originlens_watermark.configurations import Configuration
from originlens_watermark.detect import Tried, detect, tokens
from originlens_watermark.nulls import moments
from originlens_watermark.profiles import Profile, load, read
from originlens_watermark.tokenizer import Reader, added, give_back, opened, shipped

PROFILES, TOKENIZERS, LETTERS, KEYS = "profiles.toml", "tokenizers.toml", "letters.json", "keys.json"
ALPHA = 1e-5  # of a page: what is called a mark there must be rarer than what a person asks to be shown
TOLD_FROM = 1e-3  # corrected p-value up to which a scan that was asked for tells spans
_LONGEST = 400_000  # characters of a page that are read
_BETWEEN = "\n\n"
_SURE = 60  # characters: the ends of a marked stretch are off by a dozen tokens as a rule


class Watermark:
    """Tries keys on the text of a whole page; a mark names the key, where it stands, and its corrected p-value."""

    def __init__(
        self,
        about: About,
        profiles: Sequence[Profile],
        own: Sequence[Profile],
        readers: Sequence[Reader],
        letters: Mapping[str, str],
    ) -> None:
        """`letters`: look-alike -> the Latin letter that it stands in for."""
        self._about, self._profiles, self._own, self._readers = about, profiles, own, readers
        self._letters = letters

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Document) -> Item:
        """Nothing to make ready; the cost is the length of the text."""
        return Item(sum(map(len, subject.blocks)) // 4 + 1, subject)

    def read(self, items: Sequence[Item]) -> list[Marks]:
        """The marks of each document: one for the page that names what matched, then one for each block it covers."""
        return [Marks(tuple(self._marks(item.data))) for item in items]

    def close(self) -> None:
        """Give the tokenizers back."""
        for reader in self._readers:
            reader.close()

    def listed(self) -> list[KeyListed]:
        """Every key that it tries."""
        listed = [(profile, False) for profile in self._profiles] + [(profile, True) for profile in self._own]
        return [KeyListed(one.id, one.scheme, one.source, one.quick, own) for one, own in listed]

    def tokenizers(self) -> dict[str, tuple[int, ...]]:
        """Every tokenizer, with the logits widths that are tried."""
        return {reader.name: (*reader.vocabularies, *reader.rarer) for reader in self._readers}

    def try_keys(
        self, text: str, thorough: bool, keys: Sequence[str] = (), tokenizers: Sequence[str] = ()
    ) -> list[KeyTried]:
        """Every key and tokenizer, or those that are named alone, the least likely by chance first.

        Raises ValueError for an unknown name.
        """
        profiles = [self._profile(key) for key in keys] or self._asked(thorough)
        return self._tried(text, profiles, tokenizers, thorough)

    def fitting(self, text: str, key: str, tokenizer: str) -> KeyTried:
        """The configuration that fits best, of that key and tokenizer where they are named; no permutation test.

        Raises ValueError for an unknown name, and for a key that says nothing of a single token.
        """
        profiles = [self._of_tokens(key)] if key else [one for one in self._asked(False) if not one.is_ring]
        return self._tried(text, profiles, [tokenizer] if tokenizer else [], bool(key))[0]

    def explain(self, text: str, key: str, tokenizer: str, vocabulary: int) -> tuple[float, list[TokenSeen]]:
        """What a value is by chance, and each token, of the copy in which the mark is clearest (copies.py).

        Raises ValueError for an unknown name.
        """
        profile = self._of_tokens(key)
        reader = _named(tokenizer, {one.name: one for one in self._readers}, "tokenizer")
        if vocabulary < 0 or vocabulary == 1:
            raise ValueError(f"vocabulary is {vocabulary}; expected the model's vocab_size, such as 50257")
        asked = Configuration(profile, reader, vocabulary or (*profile.vocabularies, *reader.vocabularies)[0])
        scored, places = tokens(text, asked, self._letters)
        values = dict(zip(scored.positions.tolist(), scored.values.tolist(), strict=True))
        chance, _ = moments(scored.null)
        return chance, [TokenSeen(start, end, values.get(i)) for i, (start, end) in enumerate(places)]

    def check_key(self, table: Mapping[str, Any]) -> None:
        """Raises ValueError where `table` is no profile, or has the name of one that ships."""
        (profile,) = own_profiles([table])
        if profile.id in {one.id for one in self._profiles}:
            raise ValueError(f"{profile.id!r} is the name of a key that ships; choose another")
        for name in profile.tokenizers:
            _named(name, {one.name: one for one in self._readers}, "tokenizer")

    def check_tokenizer(self, file: Path) -> int:
        """How many tokens it has. Raises ValueError where the file is none."""
        return int(opened(file).get_vocab_size())

    def _profile(self, key: str) -> Profile:
        found: Profile = _named(key, {one.id: one for one in (*self._profiles, *self._own)}, "key")
        return found

    def _of_tokens(self, key: str) -> Profile:
        profile = self._profile(key)
        if profile.is_ring:
            raise ValueError(f"{key} is found by the order of all tokens together, and says nothing of a single one")
        return profile

    def _asked(self, thorough: bool) -> list[Profile]:
        return [*(profile for profile in self._profiles if thorough or profile.quick), *self._own]

    def _tried(
        self, text: str, profiles: Sequence[Profile], tokenizers: Sequence[str], thorough: bool
    ) -> list[KeyTried]:
        named = {one.name: one for one in self._readers}
        readers = [_named(name, named, "tokenizer") for name in tokenizers] or self._readers
        threads = os.cpu_count() or 1
        tried = detect(text, profiles, readers, TOLD_FROM, thorough=thorough, threads=threads, letters=self._letters)
        if not tried:
            alone = ", ".join(sorted({name for one in profiles for name in one.tokenizers}))
            raise ValueError(f"nothing to try: the named keys are read with {alone} alone")
        return [_told(one) for one in tried]

    def _marks(self, document: Document) -> Iterator[Mark]:
        text = _BETWEEN.join(document.blocks)[:_LONGEST]
        # The p-value of a permutation test is never as small as ALPHA.
        profiles = [one for one in self._asked(False) if not one.is_ring]
        tried = detect(text, profiles, self._readers, ALPHA, thorough=False, letters=self._letters)
        give_back()  # pages are searched in many threads
        taken: list[tuple[int, int]] = []
        told: set[str] = set()
        for one in tried:
            if one.log_p > math.log(ALPHA):
                break
            # Kindred configurations see the same mark: of those that overlap the least likely by chance is told.
            found = [span for span in one.found if not any(a < span.end and span.start < b for a, b in taken)]
            taken += [(span.start, span.end) for span in found]
            if not found:
                continue
            if one.profile.id not in told:
                told.add(one.profile.id)
                yield _mark(one, one.log_p, len(tried), (), None)
            for block, spans, log_p in _in_blocks(document.blocks, [(s.start, s.end, s.log_p) for s in found]):
                yield _mark(one, log_p, len(tried), spans, block)


def _in_blocks(
    blocks: Sequence[str], spans: Sequence[tuple[int, int, float]]
) -> list[tuple[int, tuple[tuple[int, int], ...], float]]:
    """(block, its own parts of the spans, the smallest log p of them) for each block that a mark surely reaches."""
    found, first = [], 0
    for place, text in enumerate(blocks):
        last = first + len(text)
        own = [
            (max(0, start - first), min(len(text), end - first), log_p)
            for start, end, log_p in spans
            if min(end, last) - max(start, first) >= _SURE or (start + _SURE <= first < last <= end - _SURE)
        ]
        if own:
            found.append((place, tuple((start, end) for start, end, _ in own), min(log_p for *_, log_p in own)))
        first = last + len(_BETWEEN)
    return found


def _mark(one: Tried, log_p: float, tried: int, spans: tuple[tuple[int, int], ...], block: int | None) -> Mark:
    detail = (
        f"{one.profile.scheme}, key {one.profile.id}, tokenizer {one.tokenizer}: p = {_figure(log_p)}, corrected for "
        f"{tried} configurations tried"
    )
    if one.profile.unconfirmed:
        detail += "; its GPU's random numbers are replayed, not confirmed"
    return Mark(f"watermark.{one.profile.id}", "strong", spans, block, detail=detail, p_value=math.exp(log_p))


def _figure(log_p: float) -> str:
    """A p-value from its natural logarithm, with one figure; 2e-900 as well."""
    power = math.floor(log_p / math.log(10))
    digit = round(math.exp(log_p - power * math.log(10)))
    return f"{digit}e{power}" if digit < 10 else f"1e{power + 1}"


def _told(one: Tried) -> KeyTried:
    notes = []
    if one.floor is not None:
        notes.append(f"a permutation test, of which no p-value is below {one.floor:.2g} before the correction")
    if one.profile.unconfirmed:
        notes.append("a GPU's random numbers replayed from source, not confirmed on one")
    share, chance = (None, None) if math.isnan(one.mean) else (one.mean, one.chance)
    return KeyTried(
        one.profile.id, one.profile.scheme, one.tokenizer, one.vocabulary, one.log_p, one.tokens, share, chance,
        tuple((span.start, span.end, span.log_p) for span in one.found), "; ".join(notes),
    )  # fmt: skip


def _named(name: str, known: Mapping[str, Any], what: str) -> Any:
    if name not in known:
        raise ValueError(f"{what} is {name!r}; expected one of {', '.join(known)}")
    return known[name]


def open(bundle: Bundle | None) -> Watermark:
    """Open the method on a bundle. Raises BundleNeeded without one, ValueError for wrong data.

    In the bundle's own folder: `keys.json`, a list of profiles without `source`, and tokenizers (tokenizer.py, added).
    """
    if bundle is None:
        raise BundleNeeded(f"a bundle with {PROFILES} and {TOKENIZERS}")
    about = About(bundle.name, bundle.version, "watermark", "document", bundle.languages)
    keys = bundle.own_folder / KEYS
    try:
        tables = json.loads(keys.read_text("utf-8")) if keys.is_file() else []
    except ValueError:  # without the content: it holds keys
        raise ValueError(f"{keys} is no JSON; take it away, and add your keys anew") from None
    readers = shipped(bundle.path(TOKENIZERS))
    for reader in readers:
        bundle.path(reader.file.name)
    letters = json.loads(bundle.path(LETTERS).read_text("utf-8"))
    readers = (*readers, *added(bundle.own_folder))
    try:
        own = own_profiles(tables)
    except ValueError as error:
        raise ValueError(f"{KEYS}: {error}; `originlens watermark keys remove` takes a key away") from None
    return Watermark(about, load(bundle.path(PROFILES)), own, readers, letters)


def own_profiles(tables: Sequence[Mapping[str, Any]]) -> tuple[Profile, ...]:
    """The user's keys, which every page is tried with. Raises ValueError that never quotes a key."""
    if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
        raise ValueError("expected a list of keys")
    found = read([{**table, "source": "your own", "quick": True} for table in tables], KEYS)
    return tuple(replace(one, own=True) for one in found)

"""Repetition, bare lists and boilerplate: known by their words."""

import itertools
import re
from collections.abc import Sequence

from originlens.text.genre.features import Features
from originlens.text.genre.kind import Kind

LOOKED_AT = 400  # words; the share of different words falls with the length
LEAST_DIFFERENT = 0.2  # of the words, and of pairs of words LEAST_DIFFERENT_PAIRS
LEAST_DIFFERENT_PAIRS = 0.4
LEAST_CONNECTED = 0.1  # share of function words
LEAST_PHRASES = 3  # of boilerplate, different ones
WORDS_A_PHRASE = 50

_BOILERPLATE = re.compile(
    r"all rights reserved|terms (?:of (?:use|service|sale)|and conditions)|these terms|without (?:any )?warrant"
    r"|warrant(?:y|ies) of any|merchantab|fitness for a particular|in no event|(?:be|held) liable|limitation of liab"
    r"|permission is (?:hereby )?granted|hereby grant|subject to the following|redistribut|applicable law"
    r"|(?:use|uses|using|accept|accepting|of|all|essential) cookies|cookie (?:policy|settings|preferences|notice)"
    r"|privacy (?:policy|notice)|personal data|(?:our|and) partners|third[- ]part(?:y|ies)|you (?:hereby )?agree"
    r"|by (?:continuing|using|clicking)|you consent|your consent|withdraw (?:your )?consent|sole discretion"
    r"|reserves? the right|governed by|unsubscribe|manage (?:your )?(?:preferences|choices)|trademarks"
    r"|copyright (?:notice|holder)"
)
_CUE_WORDS = (  # a text without two of these is not searched
    "rights terms agreement licence license warranty warranties liable liability permission law grant redistribution "
    "cookie cookies privacy personal data consent parties party partners unsubscribe trademarks copyright agree "
    "preferences"
)
_CUES = frozenset(_CUE_WORDS.split())

_REPEATED = Kind("repetition", "The same few words are repeated over and over.")
_BARE = Kind("list", "Names, figures or key words one after another: too little connected prose.")
_TERMS = Kind("boilerplate", "Boilerplate, such as a licence, terms of use or a cookie notice: nobody's own prose.")


def of_wording(seen: Features) -> Kind | None:
    """Repetition in any language; the other rules look at English alone."""
    looked_at = seen.words[:LOOKED_AT]
    pairs = set(itertools.pairwise(looked_at))
    if len(set(looked_at)) < LEAST_DIFFERENT * len(looked_at) or len(pairs) < LEAST_DIFFERENT_PAIRS * len(looked_at):
        return _REPEATED
    if seen.connected is None:
        return None
    if seen.connected < LEAST_CONNECTED:
        return _BARE
    if len(seen.different & _CUES) > 1 and _is_boilerplate(seen.words):
        return _TERMS
    return None


def _is_boilerplate(words: Sequence[str]) -> bool:
    phrases = len(set(_BOILERPLATE.findall(" ".join(words))))
    return phrases >= LEAST_PHRASES and phrases * WORDS_A_PHRASE >= len(words)

"""Faults of typing, copying and disguise, and words left out, in both classes alike: none is a cue or a way out."""

import random
import re
from collections.abc import Callable

from .style import FUNCTION_WORDS

_DAMAGED_SHARE, _DISTORTED_SHARE = 0.35, 0.15
_LIST_MARKER = re.compile(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_KEPT = frozenset(FUNCTION_WORDS)
MASK = "[MASK]"  # one token of the encoder's vocabulary
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def damage(text: str, rng: random.Random) -> str:
    """The text with one kind of fault, or without most of what it is about, or as it is."""
    draw = rng.random()
    if draw < _DAMAGED_SHARE:
        return rng.choice(_KINDS)(text, rng)
    return _distort(text, rng) if draw < _DAMAGED_SHARE + _DISTORTED_SHARE else text


def _distort(text: str, rng: random.Random) -> str:
    """Content words replaced, so that style must tell (text distortion, Stamatatos, EACL 2017)."""
    share = rng.uniform(0.3, 1)
    return _WORD.sub(lambda m: m[0] if m[0].lower() in _KEPT or rng.random() >= share else MASK, text)


def _lower(text: str, _: random.Random) -> str:
    return text.lower()


def _misspell(text: str, rng: random.Random) -> str:
    rate, out = rng.uniform(0.005, 0.03), list(text)
    for i in range(1, len(out) - 1):
        if out[i].isalpha() and rng.random() < rate:
            kind = rng.randrange(4)
            if kind == 0:
                out[i] = ""
            elif kind == 1:
                out[i], out[i + 1] = out[i + 1], out[i]
            elif kind == 2:
                out[i] += out[i]
            else:
                out[i] = rng.choice(_LETTERS)
    return "".join(out)


def _articles(text: str, rng: random.Random) -> str:
    share = rng.uniform(0.3, 1)
    return re.sub(r"\b(?:[Tt]he|[Aa]n?) ", lambda m: "" if rng.random() < share else m[0], text)


def _numbers(text: str, rng: random.Random) -> str:
    return re.sub(r"\d", lambda m: str(rng.randrange(10)), text)


def _markup(text: str, _: random.Random) -> str:
    return re.sub(r'["*_#]+', "", text)


def _list_markers(text: str, _: random.Random) -> str:
    return _LIST_MARKER.sub("", text)


def _commas(text: str, rng: random.Random) -> str:
    share = rng.uniform(0.3, 1)
    return re.sub(r"[,;:]|--?(?= )", lambda m: "" if rng.random() < share else m[0], text)


def _case(text: str, rng: random.Random) -> str:
    return "".join(c.swapcase() if rng.random() < 0.05 else c for c in text)


def _words_lost(text: str, rng: random.Random) -> str:
    rate = rng.uniform(0.03, 0.12)
    return " ".join(word for word in text.split(" ") if rng.random() > rate)


def _words_swapped(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for i in range(len(words) - 1):
        if rng.random() < 0.05:
            words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


_KINDS: tuple[Callable[[str, random.Random], str], ...] = (
    _lower, _misspell, _misspell, _articles, _numbers, _markup, _list_markers, _commas, _case, _words_lost,
    _words_swapped,
)  # fmt: skip

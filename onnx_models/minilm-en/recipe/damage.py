"""Small faults of typing, copying and disguise, in both classes alike, so that none of them is a cue or a way out."""

import random
import re
from collections.abc import Callable

_DAMAGED_SHARE = 0.35
_LIST_MARKER = re.compile(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def damage(text: str, rng: random.Random) -> str:
    """The text with one kind of fault, or as it is."""
    return rng.choice(_KINDS)(text, rng) if rng.random() < _DAMAGED_SHARE else text


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

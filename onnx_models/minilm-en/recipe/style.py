"""Text -> stylometry: function words, punctuation, lengths of words and sentences; nothing of what it is about."""

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from originlens.text.sentences import sentences
from originlens.text.words import words

_FUNCTION_WORDS = (
    "a about above after again all also although always am an and another any anything are as at away back be because "
    "been before being between both but by can cannot come could did do does doing don't done down each either else "
    "enough even ever every few first for from get go got had has have having he her here herself him himself his how "
    "however i i'm if in into is it it's its itself just last less let like many may me might more most much must my "
    "myself neither never no nor not nothing now of off often on once one only or other our out over own perhaps quite "
    "rather really same she should since so some something still such than that that's the their them themselves then "
    "there these they thing this those though through thus to too toward under until up upon us very was we well were "
    "what when where whether which while who whom whose why will with within without would yes yet you your"
)
FUNCTION_WORDS = tuple(_FUNCTION_WORDS.split())
_MARKS = ".,;:!?\"'()-/"
_CLASSES = (re.compile(r"[A-Z]"), re.compile(r"\d"), re.compile(r" - "), re.compile(r"(?:^|\s)\("))
_LONG = 7  # letters


def style(text: str) -> NDArray[np.float64]:
    """One row: square roots of the shares of each function word and mark, then lengths and their spread."""
    found = words(text.lower())
    counts = Counter(found)
    total = max(1, len(found))
    shares = [counts[word] / total for word in FUNCTION_WORDS]
    shares += [text.count(mark) / total for mark in _MARKS]
    shares += [len(pattern.findall(text)) / total for pattern in _CLASSES]
    letters = np.array([len(word) for word in found] or [0])
    spoken = np.array([len(words(text[start:end])) for start, end in sentences(text)] or [0])
    rest = [
        letters.mean(), letters.std(), np.mean(letters >= _LONG), len(counts) / total, spoken.mean(), spoken.std(),
        np.log1p(total), sum(shares[: len(FUNCTION_WORDS)]),
    ]  # fmt: skip
    return np.concatenate([np.sqrt(shares), rest])

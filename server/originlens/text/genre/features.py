"""What the rules look at, counted once a block: this runs on the hot path."""

from collections.abc import Sequence
from dataclasses import dataclass

_FUNCTION_WORDS = (
    "the a an and or but if of to in on at by for with from as that this these those it its he she they we you i his "
    "her their our my your me him them us is are was were be been being have has had do does did will would can could "
    "should may might must not no so than then there here when where which who what how all some any more very just "
    "about into out up over one"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Features:
    """`text` is normalised, `original` as it was sent; `words` in lower case, and which of them differ.

    `figures`: words that begin with a digit; `letters`: characters of the other words; `connected`: share of
    English function words, which is 0.3 to 0.55 in connected prose; None where the text is not English.
    """

    text: str
    original: str
    words: Sequence[str]
    different: frozenset[str]
    figures: int
    letters: int
    connected: float | None


def features(text: str, original: str, found: Sequence[str], language: str) -> Features:
    """`text` and `original` as in Features; `found`: the words of `text`, at least one; `language`: ISO 639-1."""
    words = " ".join(found).lower().split(" ")
    figures = [word for word in words if word < ":"]  # the digits are sorted just before the colon, letters after it
    connected = sum(map(FUNCTION_WORDS.__contains__, words)) / len(words) if language == "en" else None
    letters = len("".join(words)) - len("".join(figures))
    return Features(text, original, words, frozenset(words), len(figures), letters, connected)

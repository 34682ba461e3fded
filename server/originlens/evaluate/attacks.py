"""What people do to a text so that a detector misses it, as far as it needs no model: (text, rng) -> text.

Shares marked RAID are those of Dugan et al., "RAID: A Shared Benchmark for Robust Evaluation of Machine-Generated
Text Detectors" (arXiv 2405.07940); the code and the word lists are our own.
"""

import random
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from originlens.evaluate.exchanges import SPELLINGS, SYNONYMS
from originlens.text.lookalikes import LATIN_OF
from originlens.text.sentences import sentences

Attack = Callable[[str, random.Random], str]
T = TypeVar("T")

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+")
_ARTICLE = re.compile(r"\b(?:the|an|a)\s+(?=(\w))", re.IGNORECASE)
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_COMMA = re.compile(r"[,;:](?=\s)")
_MARK = re.compile(r"[\"'\u2018\u2019\u201c\u201d(),;:\u2013\u2014-]")
# Written for this: plain, of no topic that a text is likely to have.
_PARAGRAPH = (
    "Before I forget, the key is under the blue pot again, and the cat has been fed, whatever he tells you. "
    "There was some rain in the night but nothing came in. I will ring on Thursday, or Friday if the train is late."
)
_LOOKALIKES: dict[str, list[str]] = {}
for _drawn, _letter in LATIN_OF.items():
    if "\u0400" <= _drawn <= "\u052f":  # Cyrillic: in every font
        _LOOKALIKES.setdefault(_letter, []).append(_drawn)


def misspelling(text: str, rng: random.Random) -> str:
    """A slip of the keyboard inside 20% of the words of four letters and more: exchanged, lost or doubled (RAID)."""
    return _some(_LONG_WORD, text, 0.2, rng, _slip)


def case(text: str, rng: random.Random) -> str:
    """The first letter of 5% of the words is made large or small (RAID)."""
    return _some(_WORD, text, 0.05, rng, lambda word, _: word[0].swapcase() + word[1:])


def whitespace(text: str, rng: random.Random) -> str:
    """A second space beside 20% of the spaces (RAID)."""
    return _some(_SPACE, text, 0.2, rng, lambda space, _: space + " ")


def zero_width(text: str, rng: random.Random) -> str:
    """A zero-width space behind every character (RAID)."""
    return "\u200b".join(text)


def homoglyphs(text: str, rng: random.Random) -> str:
    """Every letter that has a Cyrillic look-alike becomes it (RAID)."""
    return "".join(rng.choice(_LOOKALIKES[c]) if c in _LOOKALIKES else c for c in text)


def numbers(text: str, rng: random.Random) -> str:
    """50% of the numbers become others of as many digits (RAID)."""
    return _some(_NUMBER, text, 0.5, rng, _other_number)


def articles(text: str, rng: random.Random) -> str:
    """50% of the articles are left out (RAID)."""
    chosen = _chosen(list(_ARTICLE.finditer(text)), 0.5, rng)
    capital = [m[0][0].isupper() for m in chosen]
    return _replaced(text, [(m.start(), m.end(int(c)), m[1].upper() * c) for m, c in zip(chosen, capital, strict=True)])


def spelling(text: str, rng: random.Random) -> str:
    """British spelling where it was American, and the other way round, for every word of our list (RAID)."""
    return _exchange(text, SPELLINGS, 1.0, rng)


def synonyms(text: str, rng: random.Random) -> str:
    """50% of the words of our list become a near synonym, fitting or not (RAID takes BERT's guesses instead)."""
    return _exchange(text, SYNONYMS, 0.5, rng)


def paragraph_breaks(text: str, rng: random.Random) -> str:
    """A blank line behind 50% of the sentences (RAID)."""
    chosen = _chosen(sentences(text)[:-1], 0.5, rng)
    return _replaced(text, [(end, end, "\n\n") for _, end in chosen])


def inserted_paragraph(text: str, rng: random.Random) -> str:
    """A short human paragraph on something else, between two sentences or at an end (our own)."""
    ends = [0, *(end for _, end in sentences(text))]
    at = rng.choice(ends)
    return "\n\n".join(part for part in (text[:at].rstrip(), _PARAGRAPH, text[at:].lstrip()) if part)


def commas(text: str, rng: random.Random) -> str:
    """50% of the commas, semicolons and colons between words are lost (our own)."""
    return _some(_COMMA, text, 0.5, rng, lambda *_: "")


def punctuation(text: str, rng: random.Random) -> str:
    """Quotation marks, brackets, dashes and commas are all lost; sentences still end (our own)."""
    return re.sub(r" {2,}", " ", _MARK.sub(lambda m: " " if m[0] in "\u2013\u2014-" else "", text))


def shuffled_sentences(text: str, rng: random.Random) -> str:
    """The sentences in another order; the gaps between them stay where they were (our own)."""
    spans = sentences(text)
    order = rng.sample(spans, len(spans))
    return _replaced(text, [(*place, text[slice(*moved)]) for place, moved in zip(spans, order, strict=True)])


ATTACKS: Mapping[str, Attack] = {
    attack.__name__: attack
    for attack in (
        misspelling, case, whitespace, zero_width, homoglyphs, numbers, articles, spelling, synonyms,
        paragraph_breaks, inserted_paragraph, commas, punctuation, shuffled_sentences,
    )
}  # fmt: skip


def _chosen(found: list[T], share: float, rng: random.Random) -> list[T]:
    """So many of what was found, in their order; at least one where there is any."""
    n = min(len(found), max(1, round(share * len(found))))
    return [found[i] for i in sorted(rng.sample(range(len(found)), n))]


def _some(
    what: re.Pattern[str], text: str, share: float, rng: random.Random, change: Callable[[str, random.Random], str]
) -> str:
    chosen = _chosen(list(what.finditer(text)), share, rng)
    return _replaced(text, [(*match.span(), change(match[0], rng)) for match in chosen])


def _replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    """`text` with each span (start, end) replaced; the spans stand in order."""
    pieces: list[str] = []
    done = 0
    for start, end, new in changes:
        pieces += text[done:start], new
        done = end
    return "".join([*pieces, text[done:]])


def _exchange(text: str, table: Mapping[str, str], share: float, rng: random.Random) -> str:
    known = [match for match in _WORD.finditer(text) if match[0].lower() in table]
    chosen = _chosen(known, share, rng)
    return _replaced(text, [(*match.span(), _like(match[0], table[match[0].lower()])) for match in chosen])


def _like(word: str, new: str) -> str:
    """`new` with the capitals of `word`."""
    return new.upper() if word.isupper() else new.capitalize() if word[0].isupper() else new


def _slip(word: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(word) - 2)
    swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    slips = (swapped, word[:i] + word[i + 1 :], word[: i + 1] + word[i:])
    return rng.choice([slip for slip in slips if slip != word])


def _other_number(digits: str, rng: random.Random) -> str:
    first = rng.choice([digit for digit in "123456789" if digit != digits[0]])
    return first + "".join(rng.choice("0123456789") for _ in digits[1:])

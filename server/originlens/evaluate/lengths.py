"""Texts cut at sentence ends to a range of words, for how well short ones are judged."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from originlens.evaluate.texts import Labelled
from originlens.text.normalise import normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

_ENDLESS = 1_000_000


@dataclass(frozen=True, slots=True)
class Bin:
    """A half-open range of words."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.least}-{self.most}" if self.most < _ENDLESS else f"{self.least} and more"


BINS = (Bin(30, 50), Bin(50, 100), Bin(100, 200), Bin(200, _ENDLESS))


def cut(texts: Iterable[Labelled], to: Bin) -> Iterator[Labelled]:
    """Each text that is long enough, cut to whole sentences from a random one on; the last range keeps texts whole.

    The same text is cut in the same way each time. A text that no run of whole sentences fits is left out.
    """
    for text in texts:
        content = normalise(text.text).text
        piece = _piece(content, to, random.Random(f"{text.id}/{to.least}"))
        if piece:
            yield replace(text, text=piece)


def _piece(text: str, to: Bin, rng: random.Random) -> str | None:
    if to.most >= _ENDLESS:
        return text if len(words(text)) >= to.least else None
    spans = sentences(text)
    counts = [len(words(text[start:end])) for start, end in spans]
    aim = rng.uniform(to.least, to.most - 1)
    fitting = [run for first in range(len(spans)) if (run := _run(counts, first, to, aim))]
    if not fitting:
        return None
    first, last = rng.choice(fitting)
    return text[spans[first][0] : spans[last][1]]


def _run(counts: list[int], first: int, to: Bin, aim: float) -> tuple[int, int] | None:
    """The run of sentences from `first` on whose words lie in the range, the nearest to `aim`."""
    total, best = 0, None
    for last in range(first, len(counts)):
        total += counts[last]
        if total >= to.most:
            break
        if total >= to.least and (best is None or abs(total - aim) < best[0]):
            best = (abs(total - aim), last)
    return (first, best[1]) if best else None

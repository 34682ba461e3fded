"""Block text -> overlapping windows of whole sentences, with offsets (code points) in the block as it was sent."""

from dataclasses import dataclass
from functools import lru_cache

from originlens.answer import Reason
from originlens.contract import Passage
from originlens.text.genre import not_for_statistics
from originlens.text.language import language
from originlens.text.normalise import Normalised, normalise
from originlens.text.sentences import sentences
from originlens.text.words import words

MOST_WORDS = 110  # of a block that is read whole: about 150 tokens of a WordPiece tokenizer
CORE_WORDS, OVERLAP_WORDS = 90, 32  # of a longer one's windows: own words at most, and those shared with the last
_KEPT_BLOCKS, _KEPT_CHARACTERS = 4096, 4000  # blocks of a page seen again are not cut again
_Span = tuple[int, int, int]  # start, end, words


@dataclass(frozen=True, slots=True)
class Piece:
    """A window, where it stands in the original block, and where in the normalised one (`offset`)."""

    passage: Passage
    start: int
    end: int
    offset: int
    first: int  # index of its first sentence in the block


@dataclass(frozen=True, slots=True)
class Segmented:
    """A block made ready; `reason` is set where no statistic may be asked about it.

    `sentences`: (start, end, words) of each, in the original block.
    """

    language: str
    words: int
    pieces: tuple[Piece, ...]
    normalised: Normalised
    sentences: tuple[_Span, ...] = ()
    reason: Reason | None = None

    def original(self, piece: Piece, start: int, end: int) -> tuple[int, int]:
        """A span of the piece's passage as a span of the block as it was sent."""
        first, last = piece.offset + start, piece.offset + end
        return self.normalised.original_start(first), self.normalised.original_end(last)


def segment(text: str, told: str | None = None) -> Segmented:
    """Cut one block. `told` is the language that the caller names, or None."""
    return _kept(text, told) if len(text) <= _KEPT_CHARACTERS else _segment(text, told)


def _segment(text: str, told: str | None) -> Segmented:
    normalised = normalise(text)
    found = words(normalised.text)
    spoken = language(normalised.text, told)
    spans = _sentences(normalised.text)
    pieces = tuple(_piece(normalised, spoken, spans, *window) for window in _windows([n for _, _, n in spans]))
    places = tuple((normalised.original_start(start), normalised.original_end(end), n) for start, end, n in spans)
    return Segmented(spoken, len(found), pieces, normalised, places, _not_prose(text, normalised.text, found, spoken))


_kept = lru_cache(_KEPT_BLOCKS)(_segment)


def _piece(normalised: Normalised, spoken: str, spans: list[_Span], first: int, last: int) -> Piece:
    start, end = spans[first][0], spans[last - 1][1]
    inside = spans[first:last]
    passage = Passage(
        normalised.text[start:end], spoken, sum(n for _, _, n in inside),
        tuple((begin - start, stop - start) for begin, stop, _ in inside),
    )  # fmt: skip
    return Piece(passage, normalised.original_start(start), normalised.original_end(end), start, first)


def _sentences(text: str) -> list[_Span]:
    """The sentences with words in them; one that no window could hold is cut at spaces."""
    found: list[_Span] = []
    for start, end in sentences(text):
        count = len(words(text[start:end]))
        if count > CORE_WORDS:
            found += _pieces_of_long(text, start, end, count)
        elif count:
            found.append((start, end, count))
    return found


def _pieces_of_long(text: str, start: int, end: int, count: int) -> list[_Span]:
    out = []
    width = (end - start) // -(-count // CORE_WORDS) + 1
    while start < end:
        stop = end if end - start <= width * 1.2 else text.rfind(" ", start, start + width)
        stop = stop if stop > start else min(end, start + width)
        if count := len(words(text[start:stop])):
            out.append((start, stop, count))
        start = stop + (stop < end and text[stop] == " ")
    return out


def _windows(counts: list[int]) -> list[tuple[int, int]]:
    """Half-open ranges of sentences: the whole block, or even cores that also read the end of the one before."""
    total = sum(counts)
    if total <= MOST_WORDS:
        return [(0, len(counts))] if counts else []
    share = total / -(-total // CORE_WORDS)
    cores: list[tuple[int, int]] = []
    first = reached = 0
    for i, count in enumerate(counts):
        # A core ends at the sentence end that is nearest to its even share of the words.
        if i > first and (reached + count / 2 > (len(cores) + 1) * share or sum(counts[first : i + 1]) > MOST_WORDS):
            cores.append((first, i))
            first = i
        reached += count
    return [(_with_overlap(counts, start), end) for start, end in [*cores, (first, len(counts))]]


def _with_overlap(counts: list[int], first: int) -> int:
    shared = 0
    while first and shared + counts[first - 1] <= OVERLAP_WORDS:
        first -= 1
        shared += counts[first]
    return first


def _not_prose(original: str, text: str, found: list[str], spoken: str) -> Reason | None:
    kind = not_for_statistics(text, original, found, spoken)
    return Reason("not_prose", kind.sentence) if kind else None

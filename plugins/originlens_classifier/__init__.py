"""Method `classifier`: any sequence classifier in ONNX, LLM against human, with or without model families."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from originlens.contract import FAMILIES, About, Bundle, BundleNeeded, Item, Passage, Score, Session
from originlens_classifier.ngrams import Added, NGrams
from originlens_classifier.options import Options

_NOTHING = Added(0.0, ())
# Scores are rounded, so that the order in which a processor adds floats cannot move a p-value.
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class _Prepared:
    """`asked`: token ids and the sentence of each; None where the model is not asked."""

    asked: tuple[NDArray[np.int64], NDArray[np.int64]] | None
    added: Added
    sentences: int


class Classifier:
    """Scores passages by the log-odds that an LLM wrote them, as the bundle's model sees it."""

    def __init__(
        self, about: About, options: Options, tokenizer: Tokenizer, session: Session, ngrams: NGrams | None = None
    ) -> None:
        self._about, self._options, self._tokenizer, self._session = about, options, tokenizer, session
        self._ngrams = ngrams

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Passage) -> Item:
        """Token ids of the passage, cut at the bundle's `max_tokens`, and the sentence that each lies in.

        None where the n-grams are so sure of a human that the model is not asked.
        """
        added = self._ngrams.read(subject.text, subject.sentences) if self._ngrams else _NOTHING
        if self._ngrams and added.passage < self._options.skip_below:
            return Item(1, _Prepared(None, added, len(subject.sentences)))
        # A lone surrogate is no text, and the tokenizer takes none.
        encoding = self._tokenizer.encode(subject.text.encode("utf-8", "replace").decode("utf-8"))
        ids = np.array(encoding.ids, np.int64)
        return Item(len(ids), _Prepared((ids, _owners(encoding, subject)), added, len(subject.sentences)))

    def read(self, items: Sequence[Item]) -> list[Score]:
        """One score for each passage, in order."""
        rows: list[_Prepared] = [item.data for item in items]
        read = iter(self._asked([(*row.asked, row.sentences) for row in rows if row.asked]))
        skipped = Score(self._options.skipped_as)
        return [_with(row.added, next(read) if row.asked else skipped, row.sentences) for row in rows]

    def close(self) -> None:
        """The session goes with this object."""

    def _asked(self, rows: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], int]]) -> list[Score]:
        """The model's own scores."""
        if not rows:
            return []
        outputs = self._session.run(self._padded([ids for ids, _, _ in rows]))
        logits = np.asarray(outputs[self._options.output], np.float64).reshape(len(rows), -1)
        families = self._families(outputs, len(rows))
        if self._options.per_token:
            return [
                _by_sentence(row, owners, sentences, named)
                for row, (_, owners, sentences), named in zip(logits, rows, families, strict=True)
            ]
        statistics = log_odds(logits, self._options.llm_class)
        return [Score(float(s), f) for s, f in zip(statistics, families, strict=True)]

    def _padded(self, rows: Sequence[NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
        """Model inputs of shape (batch, longest row)."""
        shape = (len(rows), max(len(row) for row in rows))
        ids = np.full(shape, self._options.pad_id, np.int64)
        mask = np.zeros(shape, np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        given = {self._options.ids: ids, self._options.mask: mask}
        if self._options.types:
            given[self._options.types] = np.zeros(shape, np.int64)
        return given

    def _families(self, outputs: Sequence[NDArray[np.float32]], n: int) -> list[tuple[float, ...] | None]:
        if self._options.families is None:
            return [None] * n
        logits = np.round(np.asarray(outputs[self._options.families], np.float64).reshape(n, -1), _DECIMALS)
        if logits.shape[1] != len(FAMILIES):
            raise ValueError(f"the families output has {logits.shape[1]} columns; expected {len(FAMILIES)}: {FAMILIES}")
        return [tuple(row.tolist()) for row in logits]


def _owners(encoding: Encoding, subject: Passage) -> NDArray[np.int64]:
    """For each token the index of its sentence; what lies between or is special belongs to the one before it."""
    starts = np.array([start for start, _ in encoding.offsets])
    special = np.array(encoding.special_tokens_mask, bool)
    edges = np.array([begin for begin, _ in subject.sentences] or [0])
    owners = np.clip(np.searchsorted(edges, starts, side="right") - 1, 0, None)
    return np.where(special, -1, owners)


def _by_sentence(
    logits: NDArray[np.float64], owners: NDArray[np.int64], sentences: int, families: tuple[float, ...] | None
) -> Score:
    """Mean logit of the passage and of each of its sentences; logits (padded length,), owners (length,).

    A sentence beyond `max_tokens` has no token left: it is told as the passage is.
    """
    own = logits[: len(owners)]
    inside = owners >= 0
    whole = float(own[inside].mean() if inside.any() else own.mean())
    if not sentences:
        return Score(whole, families)
    counts = np.bincount(owners[inside], minlength=sentences)
    sums = np.bincount(owners[inside], own[inside], minlength=sentences)
    means = sums / np.maximum(counts, 1)
    return Score(whole, families, tuple(float(m) if n else whole for m, n in zip(means, counts, strict=True)))


def _with(added: Added, score: Score, sentences: int) -> Score:
    """The model's score with what the n-grams add to it."""
    statistic = round(score.statistic + added.passage, _DECIMALS)
    if score.sentences is None and not added.sentences:
        return Score(statistic, score.families)
    own = score.sentences or (score.statistic,) * sentences
    more = added.sentences or (0.0,) * sentences
    each = tuple(round(s + a, _DECIMALS) for s, a in zip(own, more, strict=True))
    return Score(statistic, score.families, each)


def log_odds(logits: NDArray[np.float64], llm_class: int) -> NDArray[np.float64]:
    """(batch, classes) -> (batch,): log of LLM's probability over that of everything else.

    One column is the logit itself. Raises ValueError if there is no column `llm_class`.
    """
    if logits.shape[1] == 1:
        column: NDArray[np.float64] = logits[:, 0]
        return column
    if not 0 <= llm_class < logits.shape[1]:
        raise ValueError(f"llm_class is {llm_class}; expected 0 to {logits.shape[1] - 1}, the model's classes")
    others = np.delete(logits, llm_class, axis=1)
    rest: NDArray[np.float64] = logits[:, llm_class] - np.logaddexp.reduce(others, axis=1)
    return rest


def open(bundle: Bundle | None) -> Classifier:
    """Open the method on a bundle. Raises BundleNeeded without one, ValueError for options it does not know."""
    if bundle is None:
        raise BundleNeeded
    options = Options.read(bundle.options)
    tokenizer = Tokenizer.from_file(str(bundle.path(options.tokenizer)))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if bundle.max_tokens:
        tokenizer.enable_truncation(bundle.max_tokens)
    about = About(
        bundle.name, bundle.version, "statistical", "passage", bundle.languages, bundle.least_words, bundle.max_tokens
    )
    ngrams = NGrams(np.load(bundle.path(options.ngrams))) if options.ngrams else None
    return Classifier(about, options, tokenizer, bundle.session(), ngrams)

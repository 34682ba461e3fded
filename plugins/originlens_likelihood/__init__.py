"""Method `likelihood`: one statistic of how a small language model foresees a text, from any causal model in ONNX."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from originlens.contract import About, Abstention, Bundle, BundleNeeded, Item, Passage, Score, Session
from originlens_likelihood.options import Options
from originlens_likelihood.statistics import STATISTICS
from originlens_likelihood.tokens import Tokens, tokens

# Scores are rounded, so that the order in which a processor adds floats cannot move a p-value.
_DECIMALS = 3


class Likelihood:
    """Scores passages by the statistic that the bundle names, turned so that larger is more like an LLM."""

    def __init__(self, about: About, options: Options, tokenizer: Tokenizer, session: Session) -> None:
        self._about, self._options, self._tokenizer, self._session = about, options, tokenizer, session

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Passage) -> Item:
        """Token ids of the passage, with the special tokens of its tokenizer, cut at the bundle's `max_tokens`."""
        # A lone surrogate is no text, and the tokenizer takes none.
        text = subject.text.encode("utf-8", "replace").decode("utf-8")
        ids = self._tokenizer.encode(text).ids
        return Item(max(len(ids), 1), np.array(ids, np.int64))

    def read(self, items: Sequence[Item]) -> list[Score | Abstention]:
        """One reading for each passage, in order; an abstention where there is nothing to predict.

        Each passage is run alone. Its logits are 200 kB a token, so a batch would be the largest thing in memory, and
        alone no score can depend on its neighbours.
        """
        return [self._reading(item.data) for item in items]

    def tokens(self, ids: NDArray[np.int64]) -> Tokens:
        """What the model says about each token of `ids` (tokens,) after the first."""
        row = ids[None]
        given = {self._options.ids: row}
        if self._options.mask:
            given[self._options.mask] = np.ones_like(row)
        if self._options.positions:
            given[self._options.positions] = np.arange(len(ids), dtype=np.int64)[None]
        return tokens(self._session.run(given)[0][0, :-1], ids[1:])

    def close(self) -> None:
        """The session goes with this object."""

    def _reading(self, ids: NDArray[np.int64]) -> Score | Abstention:
        if len(ids) < 2:
            return Abstention("There is no word to predict.")
        value = STATISTICS[self._options.statistic](self.tokens(ids))
        if not math.isfinite(value):
            return Abstention("The language model foresaw every word: the statistic has no value.")
        return Score(round(value if self._options.llm_is == "high" else -value, _DECIMALS))


def open(bundle: Bundle | None) -> Likelihood:
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
    return Likelihood(about, options, tokenizer, bundle.session())

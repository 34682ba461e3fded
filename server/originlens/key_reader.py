"""The second half of the contract, for detectors of the kind `watermark` alone: what they may offer beside readings.

`originlens watermark` finds them by it. Imports nothing of ours. Offsets are code points, half-open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class KeyTried:
    """What one key of a text watermark says of a text, with one tokenizer.

    `log_p`: natural logarithm, corrected for all that was tried; `share` and `chance`: mean of the judged tokens'
    values, and what it is without a mark (None: not a mean); `spans`: (start, end, log_p) of each marked stretch.
    """

    key: str
    scheme: str
    tokenizer: str
    vocabulary: int
    log_p: float
    tokens: int
    share: float | None
    chance: float | None
    spans: tuple[tuple[int, int, float], ...] = ()
    note: str = ""  # what a reader must know of this row, such as the smallest p-value that its test can give


@dataclass(frozen=True, slots=True)
class TokenSeen:
    """One token of a text as one key sees it: `value` is larger where it is marked, None where it was not judged."""

    start: int
    end: int
    value: float | None


@dataclass(frozen=True, slots=True)
class KeyListed:
    """A key by its name; the key itself is never told. `own`: the user's; `quick`: tried on every page."""

    name: str
    scheme: str
    source: str
    quick: bool
    own: bool


@runtime_checkable
class KeyReader(Protocol):
    """What a detector of the kind `watermark` may offer beside readings, for `originlens watermark`."""

    def listed(self) -> Sequence[KeyListed]:
        """Every key that it tries."""

    def tokenizers(self) -> Mapping[str, tuple[int, ...]]:
        """Every tokenizer, with the logits widths that are tried."""

    def try_keys(
        self, text: str, thorough: bool, keys: Sequence[str] = (), tokenizers: Sequence[str] = ()
    ) -> Sequence[KeyTried]:
        """Every key and tokenizer, the least likely by chance first; `thorough`: also those that pages are spared.

        `keys`, `tokenizers`: names of the only ones to try, which are all that is then corrected for. Raises ValueError
        for an unknown name.
        """

    def fitting(self, text: str, key: str, tokenizer: str) -> KeyTried:
        """The configuration that fits best of those that explain() can show; an empty name: any.

        Raises ValueError for an unknown name, and for a key that explain() cannot show.
        """

    def explain(self, text: str, key: str, tokenizer: str, vocabulary: int) -> tuple[float, Sequence[TokenSeen]]:
        """What a value is by chance, and each token as it was read where the mark was found, in offsets of `text`.

        Raises ValueError for an unknown name.
        """

    def check_key(self, table: Mapping[str, Any]) -> None:
        """Raises ValueError, which never quotes a key, where `table` is no configuration of it."""

    def check_tokenizer(self, file: Path) -> int:
        """How many tokens it has. Raises ValueError where the file is none."""

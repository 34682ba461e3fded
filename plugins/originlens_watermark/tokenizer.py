"""Text -> the token ids that a generator's own tokenizer gives it, and where each stands in the text."""

import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from originlens_watermark.scheme import Ids

SUFFIX = ".tokenizer.json.xz"


@dataclass(frozen=True)
class Reader:
    """A tokenizer that is opened at its first use. `vocabularies`: the logits widths of the models that use it."""

    name: str
    file: Path
    vocabularies: tuple[int, ...]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        found = Tokenizer.from_str(lzma.decompress(self.file.read_bytes()).decode("utf-8"))
        found.no_padding()
        found.no_truncation()
        return found

    def read(self, text: str) -> tuple[Ids, Sequence[tuple[int, int]]]:
        """(ids (T,), (start, end) of each in code points of `text`), without special tokens."""
        encoding = self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"), add_special_tokens=False)
        return np.array(encoding.ids, np.int64), encoding.offsets

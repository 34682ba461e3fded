"""Text -> the token ids that a generator's own tokenizer gives it, and where each stands in the text."""

import ctypes
import json
import lzma
import sys
import threading
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from originlens_watermark.scheme import Ids

SUFFIX = ".tokenizer.json.xz"
_IDLE_SECONDS = 300.0  # after which a tokenizer, 50 MB and more, is given back; to open it again takes a second


@dataclass(eq=False)
class Reader:
    """A tokenizer that is opened at its first use.

    `vocabularies`: the usual logits widths of the models that use it; `rarer`: more of them, for --thorough.
    `own`: added by the user.
    """

    name: str
    file: Path
    vocabularies: tuple[int, ...]
    rarer: tuple[int, ...] = ()
    own: bool = False
    _opened: Tokenizer | None = field(default=None, init=False, repr=False)
    _timer: threading.Timer | None = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def read(self, text: str) -> tuple[Ids, Sequence[tuple[int, int]]]:
        """(ids (T,), (start, end) of each in code points of `text`), without special tokens.

        Raises OSError where the file is no tokenizer any more.
        """
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._opened is None:
                try:
                    self._opened = opened(self.file)
                except ValueError as error:
                    raise OSError(f"the tokenizer {self.name}: {error}") from None
                give_back()
            tokenizer = self._opened
            self._timer = threading.Timer(_IDLE_SECONDS, self.close)
            self._timer.daemon = True
            self._timer.start()
        encoding = tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"), add_special_tokens=False)
        return np.array(encoding.ids, np.int64), encoding.offsets

    def close(self) -> None:
        """Give back what it holds; the next read opens it again."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._opened = self._timer = None
        give_back()


def give_back() -> None:
    """glibc keeps what was freed, for each thread: to parse a tokenizer takes four times what it then holds."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


def opened(file: Path) -> Tokenizer:
    """A tokenizer.json, compressed by xz or not. Raises ValueError where it is none."""
    content = file.read_bytes()
    try:
        plain = lzma.decompress(content) if content.startswith(b"\xfd7zXZ") else content
        found = Tokenizer.from_str(plain.decode("utf-8"))
    except Exception as error:  # the library raises a bare Exception
        raise ValueError(f"{file.name} is no tokenizer.json of the library tokenizers: {error}") from None
    found.no_padding()
    found.no_truncation()
    return found


def shipped(file: Path) -> tuple[Reader, ...]:
    """The readers of tokenizers.toml; their files stand beside it."""
    tables = tomllib.loads(file.read_text("utf-8"))["tokenizer"]
    return tuple(
        Reader(
            one["name"], file.with_name(one["name"] + SUFFIX), tuple(one["vocabularies"]), tuple(one.get("rarer", ()))
        )
        for one in tables
    )


def added(folder: Path) -> tuple[Reader, ...]:
    """The user's own: NAME.tokenizer.json, and NAME.widths.json with its list of logits widths."""
    found = []
    for file in sorted(folder.glob("*.tokenizer.json")):
        name = file.name.removesuffix(".tokenizer.json")
        widths = json.loads((folder / f"{name}.widths.json").read_text("utf-8"))
        found.append(Reader(name, file, tuple(widths), own=True))
    return tuple(found)

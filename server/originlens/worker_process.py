"""The other side of worker.py: opens one method in this process and answers what the parent asks, in order."""

import os
import pickle
import queue
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from importlib import import_module
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, get_args

from originlens import bundles
from originlens.contract import (
    FAMILIES,
    About,
    Abstention,
    BundleNeeded,
    Detector,
    Document,
    Mark,
    Marks,
    Passage,
    Reading,
    Score,
    Strength,
)  # fmt: skip

HEADROOM = 64 * 2**20  # bytes beyond the memory limit, enough to say that it was reached
LONGEST_CAUSE = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """The parent's first request: which method, on which bundle, with how much memory."""

    entry_point: str  # "module:attribute"
    bundle_folder: Path | None
    memory_mb: int
    device: str = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """A value, or why there is none: `cause` is one line."""

    value: Any = None
    cause: str | None = None
    out_of_memory: bool = False
    bundle_needed: bool = False


def serve() -> None:
    """Answer pickled requests on standard input, the first of which is an Opening, until it is closed."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a method prints must neither break the channel nor reach a log: it may hold text of a page.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(inbox, requests), daemon=True).start()

    opening: Opening = requests.get()
    raise_limit = _limit_memory(opening.memory_mb)
    detector: Detector[Any] | None = None

    def open_method() -> About:
        nonlocal detector
        module, _, attribute = opening.entry_point.partition(":")
        method = getattr(import_module(module), attribute)
        folder = opening.bundle_folder
        bundle = bundles.load(folder, device=opening.device, threads=opening.threads) if folder else None
        detector = method(bundle)
        return checked_about(detector.about)

    def read(subjects: Sequence[Passage | Document]) -> list[Reading]:
        assert detector is not None
        return checked_readings(detector.read([detector.prepare(subject) for subject in subjects]), subjects)

    _send(outbox, _attempt(open_method, None, raise_limit))
    while True:
        subjects = requests.get()
        _send(outbox, _attempt(partial(read, subjects), subjects, raise_limit))


def _receive(inbox: BinaryIO, requests: "queue.SimpleQueue[Any]") -> None:
    try:
        while True:
            requests.put(pickle.load(inbox))
    finally:
        os._exit(0)  # the parent has gone, perhaps while the method hangs


def _send(outbox: BinaryIO, reply: Reply) -> None:
    pickle.dump(reply, outbox)
    outbox.flush()


def _limit_memory(mebibytes: int) -> Callable[[], None]:
    """Limit what this process may add to its writable memory (Linux); gives the call that adds the headroom."""
    if sys.platform != "linux":
        return lambda: None
    import resource  # not on Windows

    # On a machine of many cores the thread pools of NumPy alone may hold gigabytes before the method begins.
    taken = re.search(r"VmData:\s*(\d+) kB", Path("/proc/self/status").read_text())
    limit = mebibytes * 2**20 + (int(taken[1]) * 2**10 if taken else 0)
    # Not RLIMIT_AS: what CUDA and thread arenas reserve and never touch would count.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit + HEADROOM))
    return lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit + HEADROOM, limit + HEADROOM))


def _attempt(work: Callable[[], Any], subjects: Any, raise_limit: Callable[[], None]) -> Reply:
    try:
        return Reply(value=work())
    except MemoryError:
        raise_limit()
        return Reply(cause="MemoryError", out_of_memory=True)
    except BundleNeeded as error:
        return Reply(cause=str(error), bundle_needed=True)
    except BaseException as error:  # SystemExit and KeyboardInterrupt too: the process stays
        return Reply(cause=_cause(error, subjects))


def _cause(error: BaseException, subjects: Any) -> str:
    """The exception in one line, with none of the words of the texts that were read."""
    text = "\n".join(_strings(subjects))
    try:
        message = " ".join(str(error).split())[:LONGEST_CAUSE]
    except Exception:
        message = ""
    message = re.sub(r"\w+", lambda word: "…" if word[0] in text else word[0], message)
    place, trace = "", error.__traceback__
    while trace is not None:
        place, trace = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}", trace.tb_next
    return f"{type(error).__name__}{place}: {message}" if message else f"{type(error).__name__}{place}"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def checked_about(about: Any) -> About:
    """A copy of `about` made of plain values. Raises TypeError or ValueError that says what is wrong."""
    if not isinstance(about, About):
        raise TypeError(f"about is {type(about).__name__}; expected contract.About")
    if not about.name or about.scope not in ("passage", "document"):
        raise ValueError(f"about has name {about.name!r} and scope {about.scope!r}; expected passage or document")
    return About(
        str(about.name), str(about.version), about.kind, about.scope, frozenset(map(str, about.languages)),
        int(about.least_words), int(about.max_tokens),
    )  # fmt: skip


def checked_readings(readings: Any, subjects: Sequence[Passage | Document]) -> list[Reading]:
    """Copies made of plain values, one for each subject, so that nothing of the method's own crosses over.

    Raises TypeError or ValueError that names the reading and what was expected.
    """
    if not isinstance(readings, Sequence) or isinstance(readings, str):
        raise TypeError(f"read() gave {type(readings).__name__}; expected a list of readings")
    if len(readings) != len(subjects):
        raise ValueError(f"read() gave {len(readings)} readings for {len(subjects)} items")
    return [_checked(i, reading, subject) for i, (reading, subject) in enumerate(zip(readings, subjects, strict=True))]


def _checked(i: int, reading: Any, subject: Passage | Document) -> Reading:
    match reading:
        case Score(statistic, families, sentences):
            if not isfinite(statistic):
                raise ValueError(f"reading {i}: the statistic is {statistic}; expected a finite number")
            if families is not None and len(families) != len(FAMILIES):
                raise ValueError(f"reading {i}: {len(families)} families; expected {len(FAMILIES)}")
            if sentences is not None:
                told = len(subject.sentences) if isinstance(subject, Passage) else 0
                if len(sentences) != told or not all(map(isfinite, sentences)):
                    raise ValueError(f"reading {i}: {len(sentences)} sentences; expected {told} finite numbers")
            return Score(
                float(statistic),
                None if families is None else tuple(map(float, families)),
                None if sentences is None else tuple(map(float, sentences)),
            )
        case Marks(marks):
            return Marks(tuple(_checked_mark(i, mark, subject) for mark in marks))
        case Abstention(reason):
            return Abstention(str(reason))
    raise TypeError(f"reading {i} is {type(reading).__name__}; expected Score, Marks or Abstention")


def _checked_mark(i: int, mark: Any, subject: Passage | Document) -> Mark:
    if not isinstance(mark, Mark):
        raise TypeError(f"reading {i}: a mark is {type(mark).__name__}; expected contract.Mark")
    if mark.strength not in get_args(Strength):
        raise ValueError(f"reading {i}: strength is {mark.strength!r}; expected one of {', '.join(get_args(Strength))}")
    if mark.family is not None and mark.family not in FAMILIES:
        raise ValueError(f"reading {i}: family is {mark.family!r}; expected one of {', '.join(FAMILIES)}")
    length = 0
    if isinstance(subject, Passage):
        length = len(subject.text)
    elif mark.block is not None:
        if not 0 <= mark.block < len(subject.blocks):
            raise ValueError(f"reading {i}: block is {mark.block}; the document has {len(subject.blocks)}")
        length = len(subject.blocks[mark.block])
    for start, end in mark.spans:
        if not 0 <= start < end <= length:
            raise ValueError(f"reading {i}: span {start} to {end} lies outside the text of {length} characters")
    return Mark(
        str(mark.what), mark.strength, tuple((int(start), int(end)) for start, end in mark.spans),
        None if mark.block is None else int(mark.block), None if mark.vendor is None else str(mark.vendor),
        mark.family, str(mark.detail), None if mark.p_value is None else float(mark.p_value),
    )  # fmt: skip

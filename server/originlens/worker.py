"""Runs a method that does not ship with Originlens in a process of its own, with limits of time and memory.

The channel is the child's standard input and output. A pool library (pebble) was considered and does not fit:
by its source, a worker that ends with exit code 0 is noticed only at its task's time limit, and an idle pool
polls ten times a second.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from originlens.contract import About, BundleNeeded, Document, Item, Passage, Reading
from originlens.errors import OriginlensError
from originlens.settings import Settings
from originlens.worker_process import Opening, Reply

OPEN_SECONDS = 60.0  # imports and loading a model take longer than a batch may
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds before a method that lost its process starts again
_BOOT = "from originlens.worker_process import serve; serve()"


class IsolatedDetector:
    """A detector whose method runs elsewhere; `prepare` only passes the subject on.

    Raises OriginlensError("plugin_failed") with the cause when the method fails, and BundleNeeded when it asks
    for a bundle. After a crash, or too much time or memory, the first `read` after a pause starts it again; the
    pause doubles with each such failure, and until it is over `read` raises at once.
    """

    def __init__(
        self,
        entry_point: str,
        bundle_folder: Path | None,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        open_seconds: float = OPEN_SECONDS,
    ) -> None:
        self._opening = Opening(
            entry_point, bundle_folder, settings.plugin_memory_mb, settings.device, settings.threads
        )
        self._settings, self._clock, self._open_seconds = settings, clock, open_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._pause, self._not_before, self._last_cause = 0.0, 0.0, ""
        self._closed = False
        self._about = self._start()

    @property
    def about(self) -> About:
        """What the method declared when it was opened."""
        return self._about

    def prepare(self, subject: Passage | Document) -> Item:
        """Pass the subject on as it is; the method prepares it in its own process."""
        length = len(subject.text) if isinstance(subject, Passage) else sum(map(len, subject.blocks))
        tokens = length // 4 + 1
        return Item(min(tokens, self._about.max_tokens or tokens), subject)

    def read(self, items: Sequence[Item]) -> list[Reading]:
        """One reading for each item; see the class for what it raises."""
        if self._closed:
            raise OriginlensError("plugin_failed", "it was closed")
        if not items:
            return []
        if self._process is None:
            wait = self._not_before - self._clock()
            if wait > 0:
                raise OriginlensError("plugin_failed", f"{self._last_cause}; it starts again in {wait:.0f} s")
            self._start()
        readings: list[Reading] = self._ask([item.data for item in items], self._settings.plugin_seconds)
        self._pause = 0.0
        return readings

    def close(self) -> None:
        """End the process; a `read` under way in another thread raises."""
        self._closed = True
        self._end()

    def _start(self) -> About:
        # The child imports from where we import (PYTHONPATH), and not from its working folder (-P).
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # what the method starts can be ended with it, and Ctrl-C stays ours
        )
        try:
            about: About = self._ask(self._opening, self._open_seconds)
        except BaseException:
            self._end()
            raise
        return about

    def _ask(self, request: Any, seconds: float) -> Any:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        message = pickle.dumps(request)
        too_late = threading.Event()

        def expire() -> None:
            too_late.set()
            _kill(process)

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(message)
            process.stdin.flush()
            reply: Reply = pickle.load(process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            raise self._lost(f"it took longer than {seconds:g} s" if too_late.is_set() else None) from None
        finally:
            timer.cancel()
        if reply.out_of_memory:
            raise self._lost(f"it used more than {self._settings.plugin_memory_mb} MiB of memory")
        if reply.bundle_needed:
            raise BundleNeeded(reply.cause)
        if reply.cause is not None:
            opened = request is not self._opening
            raise OriginlensError("plugin_failed", reply.cause) if opened else self._lost(reply.cause)
        return reply.value

    def _lost(self, cause: str | None) -> OriginlensError:
        """Give up the process and set the pause; `cause` None: only its exit code tells what happened."""
        code = self._end()
        if self._closed:
            return OriginlensError("plugin_failed", "it was closed")
        if cause is None:
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            cause = f"its process ended unexpectedly ({how})"
        self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._not_before, self._last_cause = self._clock() + self._pause, cause
        return OriginlensError("plugin_failed", cause)

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if not self._closed:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.5)  # the channel closes a moment before the process has its exit code
        _kill(process)
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        return code


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the process and, where the system has sessions, everything that it started."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)

"""Verdicts first: what takes long waits until no scan is at work on its verdicts, and none begins for a moment."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LONGEST = 30.0  # seconds after which a scan that never found quiet goes on all the same


class Turns:
    """Counts the scans of one event loop that are at work on their verdicts."""

    def __init__(self) -> None:
        self._open = 0
        self._none, self._some = asyncio.Event(), asyncio.Event()
        self._none.set()

    @contextmanager
    def verdicts(self) -> Iterator[None]:
        """While a scan is at work on its verdicts."""
        self._open += 1
        self._none.clear()
        self._some.set()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._some.clear()
                self._none.set()

    async def quiet(self, seconds: float) -> None:
        """Wait until none is at work, and for `seconds` none begins; 30 seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST):
                while True:
                    await self._none.wait()
                    try:
                        async with asyncio.timeout(seconds):
                            await self._some.wait()
                    except TimeoutError:
                        return

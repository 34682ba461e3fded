"""A bar on standard error, which is there only while a person is looking at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from originlens.cli.exits import terminal

_COLUMNS = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())


@contextmanager
def progress(title: str, total: float | None, *, shown: bool = True) -> Iterator[Callable[[float], None]]:
    """A function that moves the bar by so much, in the unit of `total`; None: nobody knows how much there is.

    `shown`: false where the answers go to the same screen.
    """
    console = Console(stderr=True)
    with Progress(
        *_COLUMNS, console=console, transient=True, redirect_stdout=False, disable=not (shown and terminal())
    ) as bar:
        task = bar.add_task(title, total=total)
        yield lambda amount: bar.advance(task, amount)

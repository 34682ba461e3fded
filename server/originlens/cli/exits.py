"""How a command ends: the exit codes, and the one place where an error becomes words for a person."""

import sys
from enum import IntEnum
from typing import Any

import typer
import typer.core
from rich.console import Console
from rich.text import Text

from originlens.errors import OriginlensError


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    FAILED = 3
    STOPPED = 130


MEANINGS = {
    Exit.DONE: "done, whatever was found",
    Exit.FOUND: "`scan --exit-code` found something, or `plugin check` or `rules test` failed",
    Exit.USAGE: "wrong use of the command line",
    Exit.FAILED: "failed, or a part of the input could not be read; standard error says why and what to do",
    Exit.STOPPED: "stopped with Ctrl-C",
}
EPILOG = "Exit codes: " + "; ".join(f"{code.value} {meaning}" for code, meaning in MEANINGS.items()) + "."


class Commands(typer.core.TyperGroup):
    """The commands, with errors told in words instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except OriginlensError as error:
            tell(error)
            raise typer.Exit(Exit.FAILED) from error
        except KeyboardInterrupt:
            raise typer.Exit(Exit.STOPPED) from None


def tell(error: OriginlensError) -> None:
    """What happened and what to do about it, on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text.assemble(("error: ", "bold red"), f"{error.title}: {error.detail}"))
    console.print(Text(error.remedy, style="dim"))


def terminal(stream: Any = None) -> bool:
    """Whether a person is looking at the stream (standard error unless told)."""
    return bool((stream or sys.stderr).isatty())

"""Each setting becomes a flag of a command: its name, type, default and help stand in settings.py alone."""

import functools
import inspect
from collections.abc import Callable, Collection
from dataclasses import Field, fields
from typing import Annotated, Any

import typer

from originlens import settings
from originlens.settings import Settings


def settings_flags(*, only: Collection[str] | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Replace the parameter `settings` of a command by a flag for each setting, or for `only` some.

    The command is handed the loaded settings. A flag that is not given leaves the file and the environment to decide.
    """
    chosen = [setting for setting in fields(Settings) if only is None or setting.name in only]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            flags = {setting.name: given.pop(setting.name) for setting in chosen}
            command(settings=settings.load(flags), **given)

        own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "settings"]
        parameters = [*own, *map(_flag, chosen)]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _flag(setting: Field[Any]) -> inspect.Parameter:
    option = typer.Option(
        f"--{setting.name.replace('_', '-')}",
        help=setting.metadata["help"],
        show_default=str(setting.default),
        rich_help_panel="Settings",
    )
    kind = type(setting.default)
    return inspect.Parameter(
        setting.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )

"""`originlens calibrate`: the reader's own human writing replaces the human texts that a detector comes with."""

import math
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from originlens.cli.detectors import OPENING
from originlens.cli.flags import settings_flags
from originlens.errors import OriginlensError
from originlens.settings import Settings

if TYPE_CHECKING:
    from originlens.evaluate.local import Made
    from originlens.evaluate.texts import Labelled
    from originlens.registry import Loaded, Registry


@settings_flags(only=OPENING)
def calibrate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help='JSON lines (.jsonl, .jsonl.gz), one human text a line: {"text": "..."}. "group" keeps writers apart.',
        ),
    ] = None,
    detector: Annotated[str | None, typer.Option(metavar="NAME", help="By default the only statistical one.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the calibration that it comes with.")] = False,
    *,
    settings: Settings,
) -> None:
    """Judge by your own human writing: the rate of false alarms is then promised among texts like yours."""
    from originlens import calibrations
    from originlens.evaluate import local
    from originlens.pipeline.calibrate import Calibration
    from originlens.registry import Registry

    if remove == bool(files):
        raise typer.BadParameter("name files of human texts, or --remove without any", param_hint="FILE")
    if remove:
        print(_removed(detector))
        return
    texts, llm = _human(files or [])
    # Without the local calibrations: a damaged one must not keep a new one from being made.
    with closing(Registry(settings, Calibration.load, local=False)) as registry, registry.lease() as opened:
        chosen = _chosen(registry, opened, detector)
        name = chosen.about.name
        progress = Console(stderr=True, highlight=False)
        progress.print(f"Reading {len(texts):,} texts with {name} ...", style="dim", markup=False)
        made = local.calibrate(chosen, texts, date.today())
    if llm:
        made.unread["by an LLM"] = llm
    if made.calibration is None:
        told = f"of {len(texts) + llm:,} texts none is human and can be read by {name}: {'; '.join(_unread(made))}"
        raise OriginlensError("invalid_request", told, remedy="Give more, or longer, human texts in its languages.")
    calibrations.write(name, made.calibration.model_dump_json(exclude_none=True) + "\n")
    print("\n".join(_told(name, made, settings.false_alarms)))


def _human(files: list[Path]) -> "tuple[list[Labelled], int]":
    """The human texts, and how many by an LLM were passed over. Texts of two files are never parts of one document."""
    from dataclasses import replace

    from originlens.evaluate.texts import load

    texts = [replace(text, id=f"{file}/{text.id}") for file in files for text in load(file, unlabelled="human")]
    human = [text for text in texts if text.label == "human"]
    return human, len(texts) - len(human)


def _chosen(registry: "Registry", opened: "list[Loaded]", name: str | None) -> "Loaded":
    from originlens.cli.plugin import not_open

    fitting = {d.about.name: d for d in opened if d.about.kind == "statistical" and d.about.scope == "passage"}
    if name is None:
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        told = f"statistical detectors that are open: {', '.join(sorted(fitting)) or 'none'}"
        raise OriginlensError("plugin_unknown", told, remedy="Name one with --detector.")
    if name not in {d.about.name for d in opened}:
        raise not_open(name, registry)
    if name not in fitting:
        told = f"{name!r} finds marks and gives no statistic, so there is nothing to calibrate"
        raise OriginlensError("plugin_unknown", told, remedy=f"Name one of: {', '.join(sorted(fitting)) or 'none'}.")
    return fitting[name]


def _removed(name: str | None) -> str:
    from originlens import calibrations
    from originlens import install as installing

    there = calibrations.names()
    if name is None:
        if len(there) > 1:
            raise OriginlensError(
                "plugin_unknown", f"calibrations of your own: {', '.join(there)}", remedy="Name one with --detector."
            )
        if not there:
            return "There is no calibration of your own; nothing was changed."
        name = there[0]
    if name not in there and name not in installing.known_names():
        raise installing.unknown(name)
    if not calibrations.remove(name):
        return f"{name} has no calibration of your own; nothing was changed."
    return f"{name} uses the calibration that it comes with again. A running daemon follows within seconds."


def _told(name: str, made: "Made", default: float) -> Iterator[str]:
    """What was made, and what it cannot do: never only the first."""
    from originlens.evaluate.curves import BANDS

    assert made.calibration
    groups = ", ".join(f"{group}: {n:,}" for group, n in sorted(made.documents.items()))
    yield f"{name} is calibrated on {made.calibration.fitted_on} now ({groups}), in place of the texts it comes with."
    yield f"The strictest rate of false alarms that so many can promise is 1 in {1 / made.strictest:,.0f}."
    if made.strictest > default:
        needed = math.ceil(1 / default - 1 - 1e-9)
        yield (
            f"The default is stricter, 1 in {1 / default:,.0f}: unless a request names another rate, every answer will "
            f"be `unclear` until each group has {needed:,} texts."
        )
    for least, most in made.missing:
        words = f"{least:,} words and more" if most == BANDS[-1] else f"{least:,} to {most - 1:,} words"
        yield f"None of the texts has {words}: what is as long as that will be `unclear`."
    if made.unread:
        yield f"Not used: {'; '.join(_unread(made))}."
    yield "A running daemon follows within seconds; `originlens calibrate --remove` takes it back."


def _unread(made: "Made") -> list[str]:
    return [f"{n:,} {why}" for why, n in sorted(made.unread.items())]

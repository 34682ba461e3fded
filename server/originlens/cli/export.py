"""`originlens plugin export`: a Hugging Face sequence classifier becomes a bundle; what that changed is printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from originlens.export.export import Exported


def export(
    target: Annotated[
        str,
        typer.Argument(
            metavar="HUB-ID-OR-FOLDER", help="ORG/NAME on the Hugging Face hub, or the folder of a model saved from it."
        ),
    ],
    out: Annotated[Path | None, typer.Option(help="Folder to make; by default the bundle's name, here.")] = None,
    name: Annotated[str | None, typer.Option(help="The bundle's name; by default the model's.")] = None,
    llm_class: Annotated[
        str | None,
        typer.Option(metavar="NUMBER-OR-NAME", help="The class that stands for an LLM's text, where no label tells."),
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the model; by default that of its card.")] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Language that it was trained for, such as en; may be given again."),
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="Install the bundle at once.")] = False,
) -> None:
    """Make a bundle from a Hugging Face text classifier (needs the `export` extra). None of its own code is run."""
    from originlens import install as installing
    from originlens.export.export import Wish, export

    progress = Console(stderr=True, highlight=False)
    wish = Wish(out, name, llm_class, licence, tuple(language or ()))
    made = export(target, wish, lambda step: progress.print(f"{step} ...", style="dim", markup=False))
    print(_told(made))
    if install:
        print(f"Installed bundle: {', '.join(installing.install(str(made.folder)).names)}")
    _next_steps(made, installed=install)


def _told(made: "Exported") -> str:
    facts = made.facts
    sizes = [
        f"{variant} {(made.folder / f'model.{variant}.onnx').stat().st_size / 1e6:.1f} MB" for variant in made.variants
    ]
    why = "assumed, for its labels have no names; --llm-class changes it" if facts.choice.assumed else "by its label"
    return "\n".join([
        f"Wrote {made.folder}: {facts.name}, {', '.join(sizes)}",
        f"Class {facts.choice.number} {facts.choice.name!r} stands for an LLM's text ({why}).",
        f"Licence: {facts.licence}. Languages: {' '.join(facts.languages) or 'every language; --language narrows it'}.",
        "Measured on passages of our own, fp32 against PyTorch, the others against fp32:",
        *(f"  {one}" for one in made.measured),
        *(f"  left out: {one}" for one in made.left_out),
    ])  # fmt: skip


def _next_steps(made: "Exported", *, installed: bool) -> None:
    name = made.facts.name
    steps = [] if installed else [f"originlens plugin install {made.folder}"]
    steps += [
        f"originlens calibrate HUMAN.jsonl --detector {name}",
        f"originlens evaluate LABELLED.jsonl --detector {name}",
    ]
    print("It is not calibrated: it flags nothing before it has been compared with human text. Next:")
    print("\n".join(f"  {step}" for step in steps))

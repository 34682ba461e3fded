"""The steps of an export, in order; the folder appears only when every check has passed."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from originlens import bundles
from originlens.errors import OriginlensError
from originlens.export import bundle, checks
from originlens.export.labels import Choice, llm_class
from originlens.export.source import Source, find, require_extra
from originlens.export.texts import passages

_NO_NAME = "Give it one: --name NAME, of small letters, digits and hyphens."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for; None leaves it to the model's own config and card."""

    out: Path | None = None
    name: str | None = None
    llm_class: str | None = None
    licence: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished bundle folder, and what was measured while it was made."""

    folder: Path
    facts: bundle.Facts
    variants: tuple[str, ...]
    measured: tuple[checks.Measured, ...]
    left_out: tuple[str, ...]


def export(given: str, wish: Wish, tell: Callable[[str], None] = lambda line: None) -> Exported:
    """Export the classifier in a folder, or ORG/NAME on the hub. `tell` hears each step.

    Raises OriginlensError, and leaves nothing behind: "export_failed", "file_unreadable".
    """
    require_extra()
    source = find(given)
    choice = llm_class(source.labels, wish.llm_class)
    name = _name(wish.name or source.title.rpartition("/")[2])
    out = wish.out or Path(name)
    if out.exists():
        raise OriginlensError("export_failed", f"{out} exists already", remedy="Remove it, or choose another --out.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".originlens-", dir=out.parent) as staging:
        made = _make(source, choice, name, wish, Path(staging) / name, tell)
        made.folder.rename(out)
    return Exported(out, made.facts, made.variants, made.measured, made.left_out)


def _make(source: Source, choice: Choice, name: str, wish: Wish, folder: Path, tell: Callable[[str], None]) -> Exported:
    tell("Loading PyTorch")
    import onnx

    from originlens.export import quantise
    from originlens.export.convert import convert, logits

    folder.mkdir()
    tell(f"Exporting {source.title}")
    fp32 = folder / bundle.model("fp32")
    converted = convert(source, fp32, folder / bundle.TOKENIZER)
    licence = wish.licence or source.licence or bundle.UNKNOWN_LICENCE
    languages = wish.languages or source.languages
    facts = bundle.Facts(name, source, choice, licence, languages, converted.types, converted.pad_id)
    texts = passages()
    tell("Comparing with PyTorch")
    exact = _read(folder, facts, "fp32", texts)
    original = checks.compare("fp32", exact, _log_odds(logits(source, converted, texts), choice.number))
    checks.require_same_model(original)
    tell("Making int8 and fp16")
    graph = onnx.load(fp32)
    measured, left_out, readings = [original], list[str](), {"fp32": exact}
    for variant, made in (("int8", quantise.int8), ("fp16", quantise.fp16)):
        try:
            onnx.save(made(graph), folder / bundle.model(variant))
            readings[variant] = _read(folder, facts, variant, texts)
        except Exception as error:  # onnx and ONNX Runtime raise what they like; the fp32 graph still serves
            left_out.append(f"{variant}: {error}")
            continue
        found = checks.compare(variant, readings[variant], exact.statistics)
        if found.sound:
            measured.append(found)
        else:
            left_out.append(f"{found}, which is too much")
    variants = tuple(one.variant for one in measured if one.variant != "fp32")
    if "int8" not in variants:
        variants = ("fp32", *variants)  # for the CPU
    for file in folder.glob("model.*"):
        if file.name.split(".")[1] not in variants:
            file.unlink()
    bundle.golden(folder, texts, readings[variants[0]].statistics, [one for one in measured if one.variant in variants])
    bundle.card(folder, facts, measured, left_out)
    bundle.manifest(folder, facts, variants)
    bundles.load(folder)
    return Exported(folder, facts, variants, tuple(measured), tuple(left_out))


def _read(folder: Path, facts: bundle.Facts, variant: str, texts: list[str]) -> checks.Reading:
    bundle.manifest(folder, facts, [variant])
    return checks.read(folder, texts)


def _log_odds(logits: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """(texts, classes) -> (texts,): log of one class's probability over that of all others; one logit is itself."""
    if logits.shape[1] == 1:
        return logits[:, 0]
    rest: NDArray[np.float64] = logits[:, number] - np.logaddexp.reduce(np.delete(logits, number, axis=1), axis=1)
    return rest


def _name(wanted: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:64].strip("-")
    if not re.fullmatch(bundles.NAME, name):
        raise OriginlensError("export_failed", f"{wanted!r} makes no name for a bundle", remedy=_NO_NAME)
    return name

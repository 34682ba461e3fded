"""bundle.toml -> Bundle: the manifest and every file's digest are checked before anything is used."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from originlens import digests, updates
from originlens.errors import OriginlensError
from originlens.runtime import OrtSession
from originlens.settings import home

MANIFEST = "bundle.toml"
NAME = r"^[a-z0-9][a-z0-9-]{0,63}$"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class File(_Table):
    """One file of the bundle: its digest (hex) and size (bytes)."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Variant(_Table):
    """One form of the model: `int8`, `fp16` or `fp32`."""

    model: str


class Updates(_Table):
    """The file that a signed update may replace, and the public keys that may sign it (base64 of DER)."""

    file: str
    keys: list[str] = []


class Manifest(_Table):
    """The keys of bundle.toml; onnx_models/README.md explains each."""

    name: Annotated[str, Field(pattern=NAME)]
    method: Annotated[str, Field(pattern=NAME)]
    version: Annotated[str, Field(min_length=1, max_length=40)]
    licence: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]] = []
    least_words: Annotated[int, Field(ge=0)] = 0
    max_tokens: Annotated[int, Field(ge=0)] = 0
    card: str | None = None
    calibration: str | None = None
    golden: str | None = None
    variants: dict[str, Variant] = {}
    options: dict[str, Any] = {}
    updates: Updates | None = None
    files: dict[str, File]


@dataclass(slots=True)
class LoadedBundle:
    """A verified bundle: implements contract.Bundle. `wanted` and `threads` are for its ONNX session.

    `newer`: a signed update that stands in for the file that the manifest's [updates] names.
    """

    folder: Path
    manifest: Manifest
    wanted: str = "auto"
    threads: int = 0
    opened: OrtSession | None = field(default=None)
    newer: Path | None = None

    @property
    def name(self) -> str:
        """The bundle's name: that of its folder."""
        return self.manifest.name

    @property
    def version(self) -> str:
        """The bundle's version, from its manifest."""
        return self.manifest.version

    @property
    def languages(self) -> frozenset[str]:
        """Languages it has evidence for; empty: every language."""
        return frozenset(self.manifest.languages)

    @property
    def least_words(self) -> int:
        """Shortest passage it can judge, in words."""
        return self.manifest.least_words

    @property
    def max_tokens(self) -> int:
        """Longest input in tokens; 0: no limit."""
        return self.manifest.max_tokens

    @property
    def options(self) -> Mapping[str, Any]:
        """The manifest's [options]."""
        return self.manifest.options

    @property
    def told_options(self) -> str:
        """The options as one line, the same for the same options: a part of what a reading comes from."""
        return repr(sorted(self.manifest.options.items()))

    @property
    def own_folder(self) -> Path:
        """Where the user's own data for this bundle lies; it may not exist."""
        return own_folder(self.manifest.name)

    @property
    def told_own(self) -> str:
        """The user's own files as one line that changes with them, for a reading comes from them too."""
        return repr([(f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in sorted(self.own_folder.glob("[!.]*"))])

    def path(self, file: str) -> Path:
        """A verified file. Raises KeyError if the manifest does not list it."""
        self.manifest.files[file]
        if self.newer and self.manifest.updates and file == self.manifest.updates.file:
            return self.newer
        return self.folder / file

    def session(self) -> OrtSession:
        """Open the variant that fits the device. Raises KeyError if the bundle has no model."""
        if not self.manifest.variants:
            raise KeyError(f"bundle {self.name} has no [variants]")
        models = {name: self.path(variant.model) for name, variant in self.manifest.variants.items()}
        self.opened = OrtSession(models, self.wanted, self.threads)
        return self.opened


def load(folder: Path, *, device: str = "auto", threads: int = 0, updated: bool = True) -> LoadedBundle:
    """Check a bundle folder and return it, with its signed update unless `updated` is false.

    Raises OriginlensError: "bundle_invalid", or "signature_invalid" for the update.
    """
    file = folder / MANIFEST
    try:
        manifest = Manifest.model_validate(tomllib.loads(file.read_text("utf-8")))
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)]
        raise OriginlensError("bundle_invalid", f"{folder.name}/{MANIFEST}: {'; '.join(lines)}") from error
    except (OSError, ValueError) as error:
        raise OriginlensError("bundle_invalid", f"{folder.name}/{MANIFEST}: {error}") from error
    if manifest.name != folder.name:
        raise OriginlensError(
            "bundle_invalid",
            f"the folder is {folder.name!r} and the manifest says {manifest.name!r}; they must be the same",
        )
    used = [variant.model for variant in manifest.variants.values()]
    used += [f for f in (manifest.card, manifest.calibration, manifest.golden) if f]
    used += [manifest.updates.file] if manifest.updates else []
    for name in used:
        if name not in manifest.files:
            raise OriginlensError(
                "bundle_invalid", f'{folder.name}: {name} is used but has no [files."{name}"] with its sha256 and size'
            )
    for name, expected in manifest.files.items():
        digests.verify(folder, name, expected.sha256, expected.size)
    newer = (
        updates.read(manifest.name, manifest.updates.keys, _whole(manifest)) if manifest.updates and updated else None
    )
    return LoadedBundle(folder, manifest, device, threads, newer=newer)


def _whole(manifest: Manifest) -> int:
    if not manifest.version.isdecimal():
        told = f"{manifest.name}: version is {manifest.version!r}; a bundle with [updates] counts in whole numbers"
        raise OriginlensError("bundle_invalid", told)
    return int(manifest.version)


def method_of(folder: Path) -> str:
    """The method that a bundle names, or "" where its manifest cannot be read; nothing else is checked."""
    return str(_read_unchecked(folder).get("method", ""))


def takes_updates(folder: Path) -> bool:
    """Whether a bundle's manifest has [updates]; nothing else is checked."""
    return "updates" in _read_unchecked(folder)


def _read_unchecked(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def card_of(folder: Path) -> str | None:
    """The text of the card that a bundle names, or None where it names none that can be read."""
    name = _read_unchecked(folder).get("card")
    if name is None:
        return None
    card = folder / str(name)
    try:
        return card.read_text("utf-8") if card.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):
        return None


def _shipped(folder: str) -> Path:
    package = Path(__file__).parent
    inside = package / "_shipped" / folder  # in a wheel
    return inside if inside.exists() else package.parents[1] / folder  # in a checkout


def shipped_bundles() -> Path:
    """Folder of the bundles that come with Originlens."""
    return _shipped("onnx_models")


def shipped_extension() -> Path:
    """Folder of the browser extension, ready to load."""
    return _shipped("extension")


def own_folder(name: str) -> Path:
    """Folder of the user's own data for a bundle, such as keys."""
    return home() / "own" / name


def installed_bundles() -> Path:
    """Folder of the bundles that the user has installed; it may not exist yet."""
    return home() / "bundles"

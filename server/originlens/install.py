"""Put a plugin in place or take it away, so that a running daemon sees all of it or nothing.

A bundle is data: it is checked in a staging folder, moved into home()/bundles, and nothing in it is run.
"""

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from originlens import archive, bundles, packages, switches
from originlens.discover import methods
from originlens.errors import OriginlensError
from originlens.settings import home


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation brought: one bundle, or the methods of one package."""

    what: Literal["bundle", "package"]
    names: tuple[str, ...]


def install(target: str) -> Installed:
    """Install a bundle (folder or archive) or a method (Python project, wheel or pip name).

    Raises OriginlensError, and leaves everything as it was.
    """
    path = Path(target)
    if path.is_dir() and (path / "pyproject.toml").exists() and not (path / bundles.MANIFEST).exists():
        installed = Installed("package", tuple(packages.add(path.resolve())))
    elif path.is_dir() or target.lower().endswith(archive.SUFFIXES):
        installed = Installed("bundle", (_install_bundle(path),))
    elif target.lower().endswith(".whl"):
        installed = Installed("package", tuple(packages.add(path.resolve())))
    elif path.exists() or os.sep in target or "/" in target:
        expected = f"a folder with {bundles.MANIFEST} or pyproject.toml, or an archive ({', '.join(archive.SUFFIXES)})"
        raise OriginlensError("file_unreadable", f"{target} is not a plugin; expected {expected}")
    else:
        installed = Installed("package", tuple(packages.add(target)))
    switches.change(enable=installed.names)
    return installed


def remove(name: str) -> None:
    """Remove an installed bundle, or uninstall the package that brought a method. Raises OriginlensError."""
    folder = bundles.installed_bundles() / name
    if name in installed_names():
        with _staging() as staging:
            folder.rename(staging / name)
    elif name in shipped_names():
        raise OriginlensError(
            "plugin_failed", f"{name!r} ships with Originlens and cannot be removed",
            remedy=f"`originlens plugin disable {name}` switches it off.",
        )  # fmt: skip
    elif packages.package_of(name):
        packages.remove(name)
    else:
        raise unknown(name)
    switches.change(enable=[name])


def known_names() -> list[str]:
    """Every name that can be switched: bundles, and installed methods."""
    return sorted(shipped_names() | installed_names() | {ep.name for ep in methods()})


def shipped_names() -> set[str]:
    """Names of the bundles that come with Originlens."""
    return _names(bundles.shipped_bundles())


def installed_names() -> set[str]:
    """Names of the bundles that the user has installed."""
    return _names(bundles.installed_bundles())


def unknown(name: str) -> OriginlensError:
    """The error for a name that is no plugin's; it lists those that are."""
    return OriginlensError("plugin_unknown", f"{name!r}; known: {', '.join(known_names())}")


def _names(root: Path) -> set[str]:
    return {manifest.parent.name for manifest in root.glob(f"*/{bundles.MANIFEST}")}


def _install_bundle(source: Path) -> str:
    with _staging() as staging:
        unpacked = staging / "unpacked"
        try:
            if source.is_dir():
                _copy_folder(source, unpacked)
            else:
                unpacked.mkdir()
                archive.unpack(source, unpacked)
        except OSError as error:
            raise OriginlensError("file_unreadable", f"{source}: {error.strerror or error}") from error
        found = _bundle_folder(unpacked, source)
        name = _declared_name(found, source)
        if name in shipped_names():
            raise OriginlensError(
                "plugin_failed", f"a bundle that ships with Originlens is called {name!r} too",
                remedy="Give the new bundle a name of its own, in its manifest, and disable the shipped one.",
            )  # fmt: skip
        checked = staging / "checked" / name
        checked.parent.mkdir()
        found.rename(checked)
        bundles.load(checked)
        _move_into_place(checked, staging)
    return name


def _copy_folder(source: Path, to: Path) -> None:
    """Copy a folder; a link in it is refused, for what it points at is not part of the bundle."""
    link = next((path for path in source.rglob("*") if path.is_symlink()), None)
    if link:
        raise OriginlensError("bundle_invalid", f"{link} is a link", remedy="Replace it with the file it points at.")
    shutil.copytree(source, to)


def _bundle_folder(unpacked: Path, source: Path) -> Path:
    """The folder with the manifest: the archive's root, or its only folder."""
    if (unpacked / bundles.MANIFEST).is_file():
        return unpacked
    inside = [path.parent for path in unpacked.glob(f"*/{bundles.MANIFEST}") if path.is_file()]
    if len(inside) != 1:
        found = "more than one" if inside else "no"
        expected = "expected one, at the top or in its only folder"
        raise OriginlensError("bundle_invalid", f"{source} has {found} {bundles.MANIFEST}; {expected}")
    return inside[0]


def _declared_name(folder: Path, source: Path) -> str:
    """The manifest's name: the folder may be called anything, as archives from the web are, until it is in place."""
    try:
        name = tomllib.loads((folder / bundles.MANIFEST).read_text("utf-8")).get("name")
    except (OSError, ValueError) as error:
        raise OriginlensError("bundle_invalid", f"{source}: {bundles.MANIFEST}: {error}") from error
    if not isinstance(name, str) or not re.fullmatch(bundles.NAME, name):
        raise OriginlensError("bundle_invalid", f"{source}: the name is {name!r}; expected small letters, digits and -")
    return name


def _move_into_place(checked: Path, staging: Path) -> None:
    """Swap the new folder in. The daemon looks only after the switches' generation grows, so it never sees the gap."""
    place = bundles.installed_bundles() / checked.name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    old = staging / "replaced"
    if place.exists():
        place.rename(old)
    try:
        checked.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise


@contextmanager
def _staging() -> Iterator[Path]:
    """A folder beside home()/bundles, on the same disk, so that a rename is enough; gone afterwards."""
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home(), prefix=".staging-") as folder:
        yield Path(folder)

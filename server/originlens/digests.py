"""Digests of a bundle's files: written into its manifest, and held against it before anything is used."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from originlens.errors import OriginlensError


def verify(folder: Path, name: str, sha256: str, size: int) -> None:
    """Check that `name` is a file of `folder` with this digest (hex) and size (bytes).

    Raises OriginlensError("bundle_invalid") saying what differs.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise OriginlensError("bundle_invalid", f"{folder.name}: {name} lies outside the bundle's folder")
    try:
        found = path.stat().st_size
        if found != size:
            raise OriginlensError(
                "bundle_invalid", f"{folder.name}: {name} has {found:,} bytes, the manifest says {size:,}"
            )
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise OriginlensError("bundle_invalid", f"{folder.name}: {name}: {error.strerror}") from error
    if digest != sha256:
        raise OriginlensError(
            "bundle_invalid",
            f"{folder.name}: {name} has sha256 {digest[:12]}..., the manifest says {sha256[:12]}...",
        )


def tables(folder: Path, names: Iterable[str]) -> str:
    """The manifest's [files] as TOML: SHA-256 and size of these files of `folder` as they are now."""
    return "".join(_table(folder, name) for name in names)


def _table(folder: Path, name: str) -> str:
    with (folder / name).open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return f'\n[files."{name}"]\nsha256 = "{digest}"\nsize = {(folder / name).stat().st_size}\n'

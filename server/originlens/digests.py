"""A bundle's file is what its manifest says: it lies inside the folder, with that size and that SHA-256."""

import hashlib
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

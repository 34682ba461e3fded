"""A newer file of a bundle, signed by a key that counts (Ed25519, RFC 8032): where it lies and how it is checked.

The last line is `# ed25519 SIGNATURE` in base64, over every byte before it: a comment to TOML, and one file to move.
"""

import base64
import binascii
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from originlens import private_file, switches
from originlens.errors import OriginlensError
from originlens.settings import home

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LARGEST = 2**20  # bytes
_LINE = b"\n# ed25519 "
_REMOVE = "`originlens rules update --remove` goes back to the list that came with Originlens."


def path(bundle: str) -> Path:
    """Where the newer file of a bundle lies, whether or not there is one."""
    return home() / "updates" / f"{bundle}.toml"


def key_path(bundle: str) -> Path:
    """Where the public key lies that the user trusts beside those of the bundle's manifest (PEM)."""
    return home() / "updates" / f"{bundle}.pem"


def tables(content: bytes) -> dict[str, Any]:
    """The tables of a signed or unsigned list. Raises OriginlensError where it is none, or has no name and version."""
    if len(content) > LARGEST:
        raise OriginlensError("bundle_invalid", f"the list has {len(content):,} bytes; at most {LARGEST:,} are read")
    try:
        found = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise OriginlensError("bundle_invalid", f"the list is not TOML in UTF-8: {error}") from error
    for key, kind, told in (("name", str, "the bundle it is for"), ("version", int, "a whole number")):
        if type(found.get(key)) is not kind:
            raise OriginlensError("bundle_invalid", f"the list's {key} is {found.get(key)!r}; expected {told}")
    return found


def verify(content: bytes, bundle: str, keys: Iterable[str], pem: bytes | None = None) -> None:
    """Check the signature. `keys`: of the manifest (base64 of DER); `pem`: one more, else the one that was kept.

    Raises OriginlensError("signature_invalid").
    """
    from cryptography.exceptions import InvalidSignature

    signed, line, signature = content.rpartition(_LINE)
    if not line:
        raise OriginlensError("signature_invalid", "its last line is not `# ed25519 SIGNATURE`")
    if pem is None and key_path(bundle).is_file():
        pem = key_path(bundle).read_bytes()
    try:
        told = base64.b64decode(signature.strip(), validate=True)
    except binascii.Error as error:
        raise OriginlensError("signature_invalid", f"its signature is not base64: {error}") from error
    for key in [*map(_of_manifest, keys), *([_of_pem(pem)] if pem else [])]:
        try:
            return key.verify(told, signed + b"\n")
        except InvalidSignature:
            continue
    raise OriginlensError("signature_invalid", f"no key that counts for {bundle!r} has signed it, or it was changed")


def read(bundle: str, keys: Iterable[str], shipped: int) -> Path | None:
    """The newer file of a bundle whose own has version `shipped`; None where there is none, or none that is newer.

    Raises OriginlensError where it was changed since: the older list does not step in, for nobody would notice.
    """
    file = path(bundle)
    if not file.is_file():
        return None
    try:
        content = file.read_bytes()
        verify(content, bundle, keys)
        return file if tables(content)["version"] > shipped else None
    except OSError as error:
        raise OriginlensError("file_unreadable", f"{file}: {error.strerror}", remedy=_REMOVE) from error
    except OriginlensError as error:
        raise OriginlensError(error.code, f"the updated list: {error.detail}", remedy=_REMOVE) from error


def write(bundle: str, content: bytes, pem: bytes | None) -> None:
    """Put a checked list in place, and the key that it was checked with; a running daemon follows."""
    if pem:
        private_file.write(key_path(bundle), pem.decode("ascii"))
    private_file.write(path(bundle), content.decode("utf-8"))
    switches.change()


def remove(bundle: str) -> bool:
    """Take the newer file and its key away; False where there was none. A running daemon follows."""
    found = path(bundle).is_file()
    for file in (path(bundle), key_path(bundle)):
        file.unlink(missing_ok=True)
    if found:
        switches.change()
    return found


def _of_manifest(key: str) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    return _ed25519(lambda: load_der_public_key(base64.b64decode(key, validate=True)), "of the manifest")


def _of_pem(pem: bytes) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return _ed25519(lambda: load_pem_public_key(pem), "given with --key")


def _ed25519(load: Any, which: str) -> "Ed25519PublicKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = load()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise OriginlensError("signature_invalid", f"the key {which} is no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise OriginlensError("signature_invalid", f"the key {which} is {type(key).__name__}; expected Ed25519")
    return key

"""Unpack an archive that a stranger made: plain files and folders, inside one place, of a bounded size."""

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, NamedTuple

from originlens.errors import OriginlensError

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz")
MOST_BYTES = 8 * 2**30
MOST_FILES = 10_000
_CHUNK = 2**20


class _Member(NamedTuple):
    name: str
    folder: bool
    content: IO[bytes] | None  # None for a folder


def unpack(archive: Path, to: Path) -> None:
    """Unpack into the empty folder `to`.

    Raises OriginlensError("archive_unsafe") for anything but plain files under relative names, or beyond the limits
    of MOST_BYTES unpacked and MOST_FILES; "file_unreadable" where it is no archive. `to` may then hold a part of it.
    """
    budget, count = MOST_BYTES, 0
    try:
        for member in _members(archive):
            count += 1
            if count > MOST_FILES:
                raise _unsafe(archive, f"it holds more than {MOST_FILES:,} files")
            target = to.joinpath(*_safe_parts(archive, member.name))
            if member.folder:
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            budget -= _copy(archive, member, target, budget)
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise OriginlensError("file_unreadable", f"{archive.name} is not a whole archive: {error}") from error


def _members(archive: Path) -> Iterator[_Member]:
    return _zip_members(archive) if archive.name.lower().endswith(".zip") else _tar_members(archive)


def _zip_members(archive: Path) -> Iterator[_Member]:
    with zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)  # 0 where the archive was not made on Unix
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise _unsafe(archive, f"{info.filename!r} is a link or a device")
            if info.flag_bits & 1:
                raise _unsafe(archive, f"{info.filename!r} is encrypted")
            if info.is_dir():
                yield _Member(info.filename, True, None)
            else:
                with opened.open(info) as content:
                    yield _Member(info.filename, False, content)


def _tar_members(archive: Path) -> Iterator[_Member]:
    with tarfile.open(archive) as opened:
        for info in opened:
            if info.isdir():
                yield _Member(info.name, True, None)
            elif info.isreg() and (content := opened.extractfile(info)):
                yield _Member(info.name, False, content)
            else:
                raise _unsafe(archive, f"{info.name!r} is a link or a device")


def _safe_parts(archive: Path, name: str) -> tuple[str, ...]:
    """The parts of a member's name; refuses what could leave the folder on any system."""
    windows = PureWindowsPath(name)
    if name.startswith(("/", "\\")) or windows.drive or windows.root:
        raise _unsafe(archive, f"{name!r} is an absolute path")
    if "\\" in name or "\0" in name or ":" in name:
        raise _unsafe(archive, f"{name!r} has a character that no file of a bundle needs")
    parts = PurePosixPath(name).parts
    if ".." in parts:
        raise _unsafe(archive, f"{name!r} leads out of the archive")
    return parts


def _copy(archive: Path, member: _Member, target: Path, budget: int) -> int:
    """Write one file and return its bytes; counts what really comes out, for a header can lie."""
    assert member.content
    written = 0
    try:
        with target.open("xb") as out:
            while chunk := member.content.read(_CHUNK):
                written += len(chunk)
                if written > budget:
                    raise _unsafe(archive, f"it unpacks to more than {MOST_BYTES:,} bytes")
                out.write(chunk)
    except (FileExistsError, IsADirectoryError):
        raise _unsafe(archive, f"{member.name!r} stands in it twice") from None
    return written


def _unsafe(archive: Path, why: str) -> OriginlensError:
    return OriginlensError("archive_unsafe", f"{archive.name}: {why}")

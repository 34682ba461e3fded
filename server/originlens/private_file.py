"""Write a file that only its owner reads, in one step: who reads it meanwhile finds the old one or the new one."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write(file: Path, content: str) -> None:
    """Replace `file` (0600, its folder 0700). Raises OSError, and then the old file stands as it was."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())  # or a loss of power could leave the name with nothing behind it
        Path(beside).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise

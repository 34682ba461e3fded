"""`originlens extension`: where the browser extension lies, and how to load it."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from originlens.errors import OriginlensError

_STEPS = """\
Chromium: open chrome://extensions, switch on Developer mode, choose Load unpacked, and pick this folder.
Firefox: open about:debugging#/runtime/this-firefox, choose Load Temporary Add-on, and pick its manifest.json.
Then run `originlens pair` and type the code into the extension."""


def extension(
    copy: Annotated[Path | None, typer.Option(metavar="TO", help="Copy it to this new folder instead.")] = None,
    pack: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a zip for each browser's store there instead.")
    ] = None,
) -> None:
    """Print the folder of the browser extension (standard output) and how to load it (standard error)."""
    from originlens.bundles import shipped_extension

    folder = shipped_extension()
    if not (folder / "manifest.json").exists():
        raise OriginlensError("file_unreadable", f"{folder} has no manifest.json", remedy="Install Originlens again.")
    if pack:
        from originlens.cli.pack import pack as write

        try:
            print(*write(folder, pack), sep="\n")
        except OSError as error:
            told = f"cannot write to {pack}: {error.strerror or error}"
            raise OriginlensError("file_unreadable", told, remedy="Name a folder that can be written to.") from error
        return
    if copy:
        try:
            shutil.copytree(folder, copy)
        except OSError as error:
            raise OriginlensError(
                "file_unreadable", f"cannot copy to {copy}: {error.strerror or error}", remedy="Name a new folder."
            ) from error
        folder = copy.resolve()
    print(folder)
    typer.echo(_STEPS, err=True)

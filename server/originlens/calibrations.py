"""The reader's own calibrations: where they lie, and how one comes and goes under a running daemon."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from originlens import private_file, switches
from originlens.errors import OriginlensError
from originlens.settings import home


def path(detector: str) -> Path:
    """The file of the local calibration of a detector, whether or not there is one."""
    return home() / "calibrations" / f"{detector}.json"


def names() -> list[str]:
    """The detectors that have a local calibration."""
    return sorted(file.stem for file in path("").parent.glob("[!.]*.json"))


def read(detector: str, made_of: str, reader: Callable[[Path], Any]) -> Any:
    """The detector's local calibration, if it was made of the statistics that `made_of` names.

    Raises OriginlensError("bundle_invalid"): the bundle's own calibration does not step in, for whoever made another
    asked not to be judged by the bundle's human texts, and would not notice.
    """
    remedy = f"Run `originlens calibrate` again, or `originlens calibrate --remove --detector {detector}`."
    try:
        found = reader(path(detector))
    except OriginlensError as error:
        told = f"your own calibration of it cannot be read: {error.detail}"
        raise OriginlensError("bundle_invalid", told, remedy=remedy) from error
    if found.made_for != made_of:
        told = "your own calibration was made for another version of it, whose scores are not comparable"
        raise OriginlensError("bundle_invalid", told, remedy=remedy)
    return found


def write(detector: str, content: str) -> None:
    """Replace the detector's local calibration in one step, readable by its owner alone; a running daemon follows."""
    private_file.write(path(detector), content)
    switches.change()


def remove(detector: str) -> bool:
    """Take the detector's local calibration away; False where there was none. A running daemon follows."""
    try:
        path(detector).unlink()
    except FileNotFoundError:
        return False
    switches.change()
    return True

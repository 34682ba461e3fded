"""Install and remove methods that are Python packages, with pip. Unlike a bundle, a package is code that will run."""

import importlib.metadata
import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from originlens.discover import GROUP
from originlens.errors import OriginlensError

OWN = "originlens"
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[\w,. -]+\])?(?:[=<>!~]=?[^;@\s]+)?"
)


def add(target: str | Path) -> list[str]:
    """Install a project folder, a wheel or a requirement; the names of the methods that it brought.

    What brings no method, or one whose name is taken, is uninstalled again unless it was there before.
    Raises OriginlensError("plugin_failed").
    """
    if isinstance(target, str) and not _REQUIREMENT.fullmatch(target):
        raise OriginlensError(
            "plugin_failed", f"{target!r} is neither a file, a folder nor the name of a package",
            remedy="Give a bundle's folder or archive, a Python project's folder, or a name such as example==1.0.",
        )  # fmt: skip
    before = {_canonical(found.name) for found in importlib.metadata.distributions() if found.name}
    name = _pip_install(target)
    brought = methods_of(name)
    if problem := _problem(name, brought):
        if _canonical(name) not in before:
            _pip("uninstall", "--yes", name)
        remedy = "Ask its maker; plugins/README.md shows what a method needs."
        raise OriginlensError("plugin_failed", problem, remedy=remedy)
    return brought


def remove(name: str) -> None:
    """Uninstall the package that brought the method `name`. Raises OriginlensError, also for our own methods."""
    package = package_of(name)
    if package is None:
        raise OriginlensError("plugin_unknown", f"no installed method is called {name!r}")
    if _canonical(package) == OWN:
        raise OriginlensError(
            "plugin_failed", f"{name!r} ships with Originlens and cannot be removed",
            remedy=f"`originlens plugin disable {name}` switches it off.",
        )  # fmt: skip
    _pip("uninstall", "--yes", package)


def package_of(method: str) -> str | None:
    """The name of the package that brought a method, None where no such method is installed."""
    found = importlib.metadata.entry_points(group=GROUP, name=method)
    return next((ep.dist.name for ep in found if ep.dist), None)


def methods_of(package: str) -> list[str]:
    """The names of the methods that an installed package brings."""
    importlib.invalidate_caches()
    try:
        found = importlib.metadata.distribution(package).entry_points.select(group=GROUP)
    except PackageNotFoundError:
        return []
    return sorted(ep.name for ep in found)


def _problem(package: str, brought: list[str]) -> str | None:
    if not brought:
        return f"{package} has no entry point in the group {GROUP}, so it is no method"
    for ep in importlib.metadata.entry_points(group=GROUP):
        if ep.name in brought and ep.dist and _canonical(ep.dist.name) != _canonical(package):
            return f"{package} brings a method {ep.name!r}, and {ep.dist.name} already has one of that name"
    return None


def _pip_install(target: str | Path) -> str:
    """Run pip and return the name of the package that it was asked for."""
    with tempfile.TemporaryDirectory(prefix="originlens-") as folder:
        report = Path(folder) / "report.json"
        _pip("install", "--no-input", "--report", str(report), str(target))
        rows = json.loads(report.read_text("utf-8"))["install"]
    asked = [row["metadata"]["name"] for row in rows if row.get("requested")]
    if asked:
        return str(asked[0])
    match = _REQUIREMENT.match(str(target))  # it was installed already: pip reports nothing
    return match["name"] if match else str(target)


def _pip(*arguments: str) -> None:
    """Run pip of this environment; what it says goes to standard error."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=2, check=False)  # 2: standard error
    if done.returncode:
        raise OriginlensError(
            "plugin_failed", f"pip {arguments[0]} ended with code {done.returncode}",
            remedy="The lines above say why; `python -m ensurepip` brings pip where it is missing.",
        )  # fmt: skip


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

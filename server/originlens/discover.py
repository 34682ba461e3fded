"""Find what could become a detector: installed methods, and bundle folders. Imports and opens nothing."""

import importlib
import importlib.metadata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path

from originlens import bundles, calibrations, updates

GROUP = "originlens.methods"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could become a detector; equal to the one of an earlier look if nothing about it changed."""

    name: str
    method: str
    target: str  # "module:attribute"; empty where no such method is installed
    built_in: bool
    folder: Path | None
    stamps: tuple[tuple[str, int, int], ...]  # name, size and time of each file, the user's own among them
    shadowed: bool = False


def methods() -> list[EntryPoint]:
    """Every installed method, ours and strangers'; nothing is imported."""
    importlib.invalidate_caches()  # a package may have been installed since the last look
    return list(importlib.metadata.entry_points(group=GROUP))


def candidates() -> list[Candidate]:
    """A candidate for each bundle folder, and for each method that no bundle names."""
    installed = {ep.name: ep for ep in methods()}
    found: dict[str, Candidate] = {}
    used = set()
    for root in (bundles.shipped_bundles(), bundles.installed_bundles()):
        for manifest in sorted(root.glob(f"*/{bundles.MANIFEST}")):
            folder = manifest.parent
            method = bundles.method_of(folder)
            used.add(method)
            ep = installed.get(method)
            clash = folder.name in found
            name = f"{folder.name} (installed)" if clash else folder.name
            own = [calibrations.path(name), updates.path(name), updates.key_path(name)]
            own += sorted(bundles.own_folder(name).glob("[!.]*"))
            stamps = _stamps([*sorted(folder.iterdir()), *own])
            found[name] = Candidate(name, method, ep.value if ep else "", ships(ep), folder, stamps, clash)
    for name, ep in installed.items():
        if name not in used and name not in found:
            version = ep.dist.version if ep.dist else ""
            stamps = ((version, 0, 0), *_stamps([calibrations.path(name)]))
            found[name] = Candidate(name, name, ep.value, ships(ep), None, stamps)
    return list(found.values())


def _stamps(files: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    return tuple((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in files if f.is_file())


def ships(ep: EntryPoint | None) -> bool:
    """True for the methods of our own distribution, which run in our own process."""
    return ep is not None and ep.dist is not None and ep.dist.name == "originlens"

"""The lists of rules that a signed update may replace: which there are, whether one holds, and how it is replaced."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from originlens import bundles, updates
from originlens.discover import GROUP, methods, ships
from originlens.errors import OriginlensError


@dataclass(frozen=True, slots=True)
class RuleList:
    """A list in use: its tables, and whether it is an update or came with the bundle."""

    name: str
    version: int
    updated: bool
    rules: tuple[dict[str, Any], ...]

    @property
    def examples(self) -> int:
        """How many texts say what must match and what must not."""
        return sum(len(rule["must_match"]) + len(rule["must_not_match"]) for rule in self.rules)


def lists() -> list[RuleList]:
    """The lists in use, by name. Raises OriginlensError for one that cannot be read."""
    return [_in_use(bundles.load(folder)) for folder in _folders()]


def names() -> list[str]:
    """The bundles whose list an update may replace, by name."""
    return [folder.name for folder in _folders()]


def content(name: str) -> bytes:
    """The list in use of a bundle, as it lies there."""
    bundle = _bundle(name)
    assert bundle.manifest.updates
    return replace(bundle, newer=_newer(bundle)).path(bundle.manifest.updates.file).read_bytes()


def check(content: bytes) -> RuleList:
    """Hold a list to its own rules: its method opens on it. Raises OriginlensError that says what does not hold."""
    return _checked(content, _bundle(updates.tables(content)["name"]))


def update(content: bytes, pem: bytes | None = None) -> RuleList:
    """Replace the list in use by a newer, signed one; `pem`: a public key that counts from now on.

    Raises OriginlensError, and then the old list stays.
    """
    tables = updates.tables(content)
    bundle = _bundle(tables["name"])
    assert bundle.manifest.updates
    updates.verify(content, bundle.name, bundle.manifest.updates.keys, pem)
    used = _in_use(replace(bundle, newer=_newer(bundle))).version
    if tables["version"] <= used:
        raise OriginlensError(
            "bundle_invalid", f"{bundle.name}: version {tables['version']} is not newer than {used}, which is in use",
            remedy="Nothing was changed.",
        )  # fmt: skip
    made = _checked(content, bundle)
    updates.write(bundle.name, content, pem)
    return made


def _checked(content: bytes, bundle: bundles.LoadedBundle) -> RuleList:
    """Open the method on the list, in a file of its own, as the daemon would."""
    method = next((ep for ep in methods() if ep.name == bundle.manifest.method and ships(ep)), None)
    if method is None:
        raise OriginlensError("bundle_invalid", f"{bundle.name}: its method does not ship with Originlens")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.toml"
        file.write_bytes(content)
        try:
            EntryPoint(method.name, method.value, GROUP).load()(replace(bundle, newer=file)).close()
        except Exception as error:  # whatever a method makes of a strange list
            told = f"{bundle.name}: {error or type(error).__name__}"
            raise OriginlensError("bundle_invalid", told, remedy="Correct the list; the one in use stays.") from error
    tables = updates.tables(content)
    return RuleList(bundle.name, tables["version"], True, tuple(tables["rule"]))


def _newer(bundle: bundles.LoadedBundle) -> Path | None:
    """The update in use; a damaged one counts as none, so that it can be replaced."""
    assert bundle.manifest.updates
    try:
        return updates.read(bundle.name, bundle.manifest.updates.keys, int(bundle.version))
    except OriginlensError:
        return None


def _in_use(bundle: bundles.LoadedBundle) -> RuleList:
    assert bundle.manifest.updates
    tables = updates.tables(bundle.path(bundle.manifest.updates.file).read_bytes())
    return RuleList(bundle.name, tables["version"], bundle.newer is not None, tuple(tables["rule"]))


def _folders() -> Iterator[Path]:
    for root in (bundles.shipped_bundles(), bundles.installed_bundles()):
        for manifest in sorted(root.glob(f"*/{bundles.MANIFEST}")):
            if bundles.takes_updates(manifest.parent):
                yield manifest.parent


def _bundle(name: str) -> bundles.LoadedBundle:
    """The bundle without its update."""
    folder = next((folder for folder in _folders() if folder.name == name), None)
    if folder is None:
        raise OriginlensError("bundle_invalid", f"no list is called {name!r}; known: {', '.join(names())}")
    return bundles.load(folder, updated=False)

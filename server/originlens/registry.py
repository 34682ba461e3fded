"""Methods x bundles -> detectors, and the list of those that failed and why."""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Literal

from originlens import bundles, calibrations, switches
from originlens.contract import About, BundleNeeded, Detector
from originlens.discover import GROUP, Candidate, candidates, methods
from originlens.errors import PROBLEMS, OriginlensError
from originlens.settings import Settings
from originlens.worker import IsolatedDetector

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of detectors; `local_calibration` tells what the reader's own was made of, and when."""

    name: str
    version: str | None
    method: str
    kind: str | None
    scope: str | None
    state: Literal["ready", "failed", "disabled"]
    reason: str | None = None
    remedy: str | None = None
    languages: tuple[str, ...] = ()
    least_words: int = 0
    max_tokens: int = 0
    calibrated: bool = False
    device: str | None = None
    variant: str | None = None
    built_in: bool = True
    local_calibration: str | None = None


@dataclass(eq=False, slots=True)
class Loaded:
    """An open detector; `identity` names it in the cache, `calibration` is what read_calibration made."""

    about: About
    detector: Detector[Any]
    bundle: bundles.LoadedBundle | None
    calibration: Any
    built_in: bool
    identity: str
    local: bool = False  # whether the calibration is the reader's own
    users: int = 0
    retired: bool = False

    @property
    def made_of(self) -> str:
        """Names what its statistics come from: its version, options and files, but for those that only tell of them."""
        manifest = self.bundle.manifest if self.bundle else None
        telling = (manifest.card, manifest.calibration, manifest.golden) if manifest else ()
        files = manifest.files if manifest else {}
        digests = sorted(file.sha256 for name, file in files.items() if name not in telling)
        options = self.bundle.told_options if self.bundle else ""
        return hashlib.sha256("\0".join([self.about.name, self.about.version, options, *digests]).encode()).hexdigest()


@dataclass(slots=True)
class _Place:
    candidate: Candidate
    entry: Entry
    loaded: Loaded | None = field(default=None)


class Registry:
    """The detectors of this machine; safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        read_calibration: Callable[[Path], Any],
        on_retired: Callable[[Loaded], None] | None = None,
        *,
        local: bool = True,
    ) -> None:
        """Look for detectors and open them. `on_retired` is called when nobody uses a removed one any more.

        `local`: whether the reader's own calibrations replace those of the bundles.
        """
        self._settings, self._read_calibration, self._local = settings, read_calibration, local
        self._on_retired = on_retired or (lambda loaded: loaded.detector.close())
        self._places: dict[str, _Place] = {}
        self._lock = threading.Lock()  # of the places and the counts of users
        self._refreshing = threading.Lock()
        self.changes = 0  # how often a refresh found something new
        self.refresh()

    def entries(self) -> list[Entry]:
        """Every detector by name, those that failed or are switched off too."""
        with self._lock:
            return [self._places[name].entry for name in sorted(self._places)]

    @contextmanager
    def lease(self) -> Iterator[list[Loaded]]:
        """The open detectors, which stay open until the lease ends, whatever is removed meanwhile."""
        with self._lock:
            leased = [place.loaded for place in self._places.values() if place.loaded]
            for loaded in leased:
                loaded.users += 1
        try:
            yield leased
        finally:
            with self._lock:
                for loaded in leased:
                    loaded.users -= 1
                unused = [loaded for loaded in leased if loaded.retired and not loaded.users]
            for loaded in unused:
                self._on_retired(loaded)

    def report(self, loaded: Loaded, failure: str | None) -> None:
        """Say in the list that a detector failed just now, or (None) that it works again."""
        with self._lock:
            place = self._places.get(loaded.about.name)
            if not place or place.loaded is not loaded:
                return
            if failure:
                remedy = PROBLEMS["plugin_failed"].remedy
                place.entry = replace(place.entry, state="failed", reason=failure, remedy=remedy)
            elif place.entry.state == "failed":
                place.entry = replace(place.entry, state="ready", reason=None, remedy=None)

    def refresh(self) -> bool:
        """Look again: open what is new, close what is gone or switched off. True if anything changed."""
        with self._refreshing:
            off = switches.read().disabled
            before = dict(self._places)
            after: dict[str, _Place] = {}
            for candidate in candidates():
                old = before.get(candidate.name)
                disabled = candidate.name in off
                if old and old.candidate == candidate and (old.entry.state == "disabled") == disabled:
                    after[candidate.name] = old
                    continue
                if place := self._open(candidate, disabled):
                    after[candidate.name] = place
            with self._lock:
                self._places = after
                self.changes += before != after
                kept = {id(place.loaded) for place in after.values()}
                gone = [p.loaded for p in before.values() if p.loaded and id(p.loaded) not in kept]
                for loaded in gone:
                    loaded.retired = True
                unused = [loaded for loaded in gone if not loaded.users]
        for loaded in unused:
            self._on_retired(loaded)
        return before != after

    def close(self) -> None:
        """Close every detector that nobody uses; a lease closes the others when it ends."""
        with self._lock:
            gone = [place.loaded for place in self._places.values() if place.loaded]
            self._places = {}
            for loaded in gone:
                loaded.retired = True
        for loaded in gone:
            if not loaded.users:
                self._on_retired(loaded)

    def _open(self, candidate: Candidate, disabled: bool) -> _Place | None:
        """Open one candidate; whatever goes wrong becomes its line. None: a method that only waits for bundles."""
        line = Entry(candidate.name, None, candidate.method, None, None, "failed", built_in=candidate.built_in)
        try:
            bundle = None
            if candidate.shadowed:
                raise OriginlensError(
                    "bundle_invalid", f"a detector that ships with Originlens is called {candidate.name!r} too"
                )
            if candidate.folder:
                bundle = bundles.load(candidate.folder, device=self._settings.device, threads=self._settings.threads)
                line = replace(
                    line, version=bundle.version, languages=tuple(sorted(bundle.languages)),
                    least_words=bundle.least_words, max_tokens=bundle.max_tokens,
                )  # fmt: skip
            if disabled:
                return _Place(candidate, replace(line, state="disabled"))
            if not candidate.target:
                known = ", ".join(sorted(ep.name for ep in methods()))
                raise OriginlensError(
                    "bundle_invalid", f"no method {candidate.method!r} is installed; installed: {known}"
                )
            loaded = self._load(candidate, bundle)
        except BundleNeeded:
            return (
                None
                if candidate.folder is None
                else _Place(candidate, replace(line, reason="the method asks for a bundle"))
            )
        except Exception as error:  # a plugin may raise anything
            told = error if isinstance(error, OriginlensError) else _unforeseen(error)
            _log.warning("detector %s is left out: %s", candidate.name, told.detail)
            return _Place(candidate, replace(line, reason=told.detail, remedy=told.remedy))
        return _Place(candidate, _ready(line, loaded), loaded)

    def _load(self, candidate: Candidate, bundle: bundles.LoadedBundle | None) -> Loaded:
        calibration = None
        if bundle and bundle.manifest.calibration:
            calibration = self._read_calibration(bundle.path(bundle.manifest.calibration))
        detector: Detector[Any]
        if candidate.built_in:
            detector = EntryPoint(candidate.method, candidate.target, GROUP).load()(bundle)
        else:
            detector = IsolatedDetector(candidate.target, candidate.folder, self._settings)
        about = detector.about
        if about.name != candidate.name:
            detector.close()
            raise OriginlensError(
                "plugin_failed",
                f"it calls itself {about.name!r}; expected {candidate.name!r}, the name of its bundle or entry point",
            )
        digests = sorted(f.sha256 for f in bundle.manifest.files.values()) if bundle else []
        variant = bundle.opened.variant if bundle and bundle.opened else ""
        told = [bundle.told_options, bundle.told_own] if bundle else [""]
        identity = "\0".join([about.name, about.version, variant, *told, *digests])
        loaded = Loaded(about, detector, bundle, calibration, candidate.built_in, identity)
        if self._local and calibrations.path(about.name).is_file():
            try:
                loaded.calibration = calibrations.read(about.name, loaded.made_of, self._read_calibration)
            except OriginlensError:
                detector.close()
                raise
            loaded.local = True
        return loaded


def _ready(line: Entry, loaded: Loaded) -> Entry:
    about, opened = loaded.about, loaded.bundle.opened if loaded.bundle else None
    return replace(
        line, state="ready", version=about.version, kind=about.kind, scope=about.scope,
        languages=tuple(sorted(about.languages)), least_words=about.least_words, max_tokens=about.max_tokens,
        calibrated=loaded.calibration is not None,
        local_calibration=f"{loaded.calibration.fitted_on}, {loaded.calibration.date}" if loaded.local else None,
        device=opened.device if opened else "cpu", variant=opened.variant if opened else None,
    )  # fmt: skip


def _unforeseen(error: Exception) -> OriginlensError:
    return OriginlensError("plugin_failed", f"opening it raised {type(error).__name__}: {error}")

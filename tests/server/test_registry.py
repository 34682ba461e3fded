"""The registry: what is found, what failed and why, and what happens when it changes."""

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from originlens import bundles, calibrations, discover, switches
from originlens.contract import About, Item, Score
from originlens.discover import Candidate
from originlens.errors import OriginlensError
from originlens.registry import Loaded, Registry
from originlens.settings import Settings
from tests.server.test_bundles import write

METHOD = "tests.server.test_registry:open_counting"


class Counting:
    def __init__(self, name: str) -> None:
        self.about, self.closed = About(name, "1", "statistical", "passage"), False

    def prepare(self, passage: Any) -> Item:
        return Item(1, passage)

    def read(self, items: Any) -> Any:
        return [Score(0.0) for _ in items]

    def close(self) -> None:
        self.closed = True


def open_counting(bundle: Any) -> Counting:
    return Counting("wrong-name" if bundle.name == "liar" else bundle.name)


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No shipped bundles, an empty home, and one method `counting` that counts as ours."""
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bundles, "shipped_bundles", lambda: tmp_path / "shipped")
    entry = discover.EntryPoint("counting", METHOD, discover.GROUP)
    monkeypatch.setattr(discover, "methods", lambda: [entry])
    monkeypatch.setattr("originlens.registry.methods", lambda: [entry])
    monkeypatch.setattr(discover, "ships", lambda ep: ep is not None)
    return tmp_path / "home" / "bundles"


def registry(closed: list[str] | None = None) -> Registry:
    def retire(loaded: Loaded) -> None:
        loaded.detector.close()
        if closed is not None:
            closed.append(loaded.about.name)

    return Registry(Settings(device="cpu"), lambda path: path.read_text(), retire)


def states(found: Registry) -> dict[str, str]:
    return {entry.name: entry.state for entry in found.entries()}


def test_a_bundle_and_its_method_make_a_detector(places: Path) -> None:
    write(places / "one")
    found = registry()
    (entry,) = found.entries()
    assert (entry.name, entry.state, entry.method, entry.kind, entry.scope) == (
        "one", "ready", "counting", "statistical", "passage",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("bad", {"size": "size = 1"}, "the manifest says 1"),
        ("lost", {"method": 'method = "absent"'}, "no method 'absent' is installed; installed: counting"),
        ("liar", {}, "it calls itself 'wrong-name'; expected 'liar'"),
    ],
)
def test_a_broken_one_is_a_line_with_a_remedy_and_the_rest_goes_on(
    places: Path, name: str, changes: dict[str, str], told: str
) -> None:
    write(places / "good")
    write(places / name, **changes)
    found = registry()
    assert states(found) == {"good": "ready", name: "failed"}
    line = next(entry for entry in found.entries() if entry.name == name)
    assert told in (line.reason or "")
    assert line.remedy
    with found.lease() as detectors:
        assert [d.about.name for d in detectors] == ["good"]


def test_what_changes_is_counted(places: Path) -> None:
    found = registry()
    before = found.changes
    found.refresh()
    assert found.changes == before
    write(places / "one")
    found.refresh()
    assert found.changes == before + 1


def test_installing_removing_and_switching_are_picked_up(places: Path) -> None:
    closed: list[str] = []
    write(places / "one")
    found = registry(closed)
    assert not found.refresh()
    write(places / "two")
    assert found.refresh()
    assert states(found) == {"one": "ready", "two": "ready"}
    switches.change(disable=["one"])
    assert found.refresh()
    assert states(found) == {"one": "disabled", "two": "ready"}
    switches.change(enable=["one"])
    for file in (places / "two").iterdir():
        file.unlink()
    assert found.refresh()
    assert states(found) == {"one": "ready"}
    assert closed == ["one", "two"]


def test_a_leased_detector_stays_open_until_the_lease_ends(places: Path) -> None:
    closed: list[str] = []
    write(places / "one")
    found = registry(closed)
    with found.lease() as detectors:
        switches.change(disable=["one"])
        found.refresh()
        assert closed == []
        assert not detectors[0].detector.closed  # type: ignore[attr-defined]
    assert closed == ["one"]


def test_an_unchanged_detector_is_kept_open(places: Path) -> None:
    write(places / "one")
    found = registry()
    with found.lease() as before:
        pass
    write(places / "two")
    found.refresh()
    with found.lease() as after:
        assert before[0] in after


def test_a_failure_while_it_runs_shows_and_goes(places: Path) -> None:
    write(places / "one")
    found = registry()
    with found.lease() as (one,):
        found.report(one, "raised ValueError")
        assert [(e.state, e.reason) for e in found.entries()] == [("failed", "raised ValueError")]
        found.report(one, None)
        assert [(e.state, e.reason) for e in found.entries()] == [("ready", None)]


def test_a_method_that_waits_for_a_bundle_is_no_line() -> None:
    from originlens.contract import BundleNeeded

    def needs(bundle: Any) -> Any:
        raise BundleNeeded

    globals()["open_counting"], before = needs, globals()["open_counting"]
    try:
        assert registry().entries() == []
    finally:
        globals()["open_counting"] = before


def test_a_shadowed_name_is_refused(places: Path, tmp_path: Path) -> None:
    write(tmp_path / "shipped" / "one")
    write(places / "one")
    assert states(registry()) == {"one": "ready", "one (installed)": "failed"}


def test_candidates_are_equal_while_nothing_changes(places: Path) -> None:
    write(places / "one")
    assert discover.candidates() == discover.candidates()
    assert isinstance(discover.candidates()[0], Candidate)
    (places / "one" / "data.bin").write_bytes(b"changed")
    assert registry().entries()[0].state == "failed"


def reading(file: Path) -> Any:
    """Reads the name of the detector's statistics out of a calibration, as a stand-in for the rest of it."""
    if file.read_text() == "damaged":
        raise OriginlensError("bundle_invalid", "it is damaged")
    return SimpleNamespace(made_for=file.read_text(), fitted_on="60 texts of your own", date="2026-11-22")


def test_a_local_calibration_replaces_the_shipped_one_and_goes_again(places: Path) -> None:
    write(places / "one")
    found = Registry(Settings(device="cpu"), reading)
    with found.lease() as (one,):
        assert (one.calibration, one.local) == (None, False)
        calibrations.write("one", one.made_of)
    assert found.refresh()
    (entry,) = found.entries()
    assert (entry.state, entry.calibrated) == ("ready", True)
    assert entry.local_calibration == "60 texts of your own, 2026-11-22"
    with found.lease() as (again,):
        assert again.local
        assert again.identity == one.identity  # readings that are known stay known
    assert Registry(Settings(device="cpu"), reading, local=False).entries()[0].local_calibration is None
    calibrations.remove("one")
    assert found.refresh()
    assert found.entries()[0].local_calibration is None


@pytest.mark.parametrize(
    ("content", "told"),
    [("damaged", "your own calibration of it cannot be read"), ("another", "made for another version")],
)
def test_a_local_calibration_that_cannot_be_used_is_a_failed_line_and_the_rest_goes_on(
    places: Path, content: str, told: str
) -> None:
    write(places / "good")
    write(places / "one")
    calibrations.write("one", content)
    found = Registry(Settings(device="cpu"), reading)
    assert states(found) == {"good": "ready", "one": "failed"}
    line = next(entry for entry in found.entries() if entry.name == "one")
    assert told in (line.reason or "")
    assert "originlens calibrate --remove --detector one" in (line.remedy or "")


def test_what_only_tells_of_a_detector_is_not_what_its_statistics_are_made_of(places: Path) -> None:
    made_of = []
    for more in ("", 'card = "data.bin"', 'golden = "data.bin"', 'calibration = "data.bin"'):
        shutil.rmtree(places / "one", ignore_errors=True)
        write(places / "one", more=more)
        with Registry(Settings(device="cpu"), lambda _: None).lease() as (one,):
            made_of.append(one.made_of)
    assert made_of[0] != made_of[1] == made_of[2] == made_of[3]


def test_other_options_are_another_statistic_and_other_readings(places: Path) -> None:
    seen = []
    for more in ("", "[options]\nshift = 1", "[options]\nshift = 2"):
        shutil.rmtree(places / "one", ignore_errors=True)
        write(places / "one", more=more)
        with Registry(Settings(device="cpu"), lambda _: None).lease() as (one,):
            seen += [one.made_of, one.identity]
    assert len(set(seen)) == 6

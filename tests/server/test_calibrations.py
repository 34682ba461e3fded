"""Local calibrations: written whole and private, taken away, refused where they do not fit; the daemon is told."""

import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from originlens import calibrations, switches
from originlens.errors import OriginlensError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_it_is_replaced_in_one_step_for_its_owner_alone_and_the_daemon_is_told(home: Path) -> None:
    before = switches.read().generation
    calibrations.write("one", "first")
    calibrations.write("one", "second")
    file = calibrations.path("one")
    assert (file.read_text(), mode(file), mode(file.parent)) == ("second", 0o600, 0o700)
    assert [f.name for f in file.parent.iterdir()] == ["one.json"]
    assert switches.read().generation == before + 2
    assert calibrations.names() == ["one"]


def test_what_cannot_be_written_leaves_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    calibrations.write("one", "first")

    def full(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        calibrations.write("one", "second")
    assert [f.read_text() for f in calibrations.path("one").parent.iterdir()] == ["first"]


def test_removing_tells_the_daemon_where_there_was_one() -> None:
    calibrations.write("one", "first")
    before = switches.read().generation
    assert calibrations.remove("one")
    assert switches.read().generation == before + 1
    assert not calibrations.remove("one")
    assert switches.read().generation == before + 1
    assert calibrations.names() == []


def damaged(file: Path) -> Any:
    raise OriginlensError("bundle_invalid", f"{file.name} is no JSON")


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (damaged, "cannot be read: one.json is no JSON"),
        (lambda _: SimpleNamespace(made_for="other"), "another version"),
    ],
)
def test_one_that_does_not_fit_is_an_error_that_says_what_to_do(reader: Any, told: str) -> None:
    with pytest.raises(OriginlensError, match=told) as caught:
        calibrations.read("one", "this", reader)
    assert "originlens calibrate --remove --detector one" in caught.value.remedy


def test_one_that_fits_is_given() -> None:
    fitting = SimpleNamespace(made_for="this")
    assert calibrations.read("one", "this", lambda _: fitting) is fitting

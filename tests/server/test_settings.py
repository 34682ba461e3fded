"""Settings: file < environment < flags, and every wrong value is named."""

from pathlib import Path

import pytest

from originlens import settings
from originlens.errors import OriginlensError


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path))
    return tmp_path


def test_defaults() -> None:
    loaded = settings.load()
    assert (loaded.host, loaded.port, loaded.false_alarms) == ("127.0.0.1", 7717, 0.001)


def test_flags_over_environment_over_file(own_home: Path) -> None:
    (own_home / "settings.toml").write_text("port = 1\ndevice = 'cpu'\nthreads = 3")
    loaded = settings.load({"port": 3, "threads": None}, {"ORIGINLENS_PORT": "2", "ORIGINLENS_CACHE_MB": "5"})
    assert (loaded.port, loaded.device, loaded.threads, loaded.cache_mb) == (3, "cpu", 3, 5)


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"port": 70_000}, "--port is 70000; expected 0 to 65535"),
        ({"port": "x"}, "--port is 'x'; expected a whole number"),
        ({"false_alarms": 2}, "--false-alarms is 2; expected 1e-06 to 0.5"),
        ({"false_alarms": float("nan")}, "--false-alarms is nan"),
        ({"device": "tpu"}, "--device is 'tpu'; expected auto, cpu or cuda"),
    ],
)
def test_a_wrong_value_is_named(flags: dict[str, object], told: str) -> None:
    with pytest.raises(OriginlensError) as caught:
        settings.load(flags)
    assert told in caught.value.detail


@pytest.mark.parametrize(("text", "told"), [("colour = 1", "unknown setting 'colour'; known: host"), ("=", "Invalid")])
def test_a_broken_file_is_named(own_home: Path, text: str, told: str) -> None:
    (own_home / "settings.toml").write_text(text)
    with pytest.raises(OriginlensError) as caught:
        settings.load()
    assert told in caught.value.detail
    assert "settings.toml" in caught.value.detail

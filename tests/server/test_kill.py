"""Added methods that raise, answer nonsense, hang or eat memory: each is a line, and the daemon goes on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.pipeline.stand_ins import HUMAN
from tests.server.test_daemon import Daemon

METHODS = """
import time
from originlens.contract import About, Item, Marks

class Bad:
    def __init__(self, name, kind, scope):
        self.about = About(name, "1", kind, scope)
    def prepare(self, subject):
        return Item(1, subject)
    def close(self):
        pass

class Raises(Bad):
    def read(self, items):
        raise ValueError("on purpose")

class Short(Bad):
    def read(self, items):
        return []

class Hangs(Bad):
    def read(self, items):
        time.sleep(1000)

class Eats(Bad):
    def read(self, items):
        held = []
        while True:
            held.append(bytearray(2**24))

def raises(bundle): return Raises("raises", "residue", "passage")
def short(bundle): return Short("short", "residue", "document")
def hangs(bundle): return Hangs("hangs", "residue", "passage")
def eats(bundle): return Eats("eats", "residue", "passage")
def closed(bundle): raise RuntimeError("cannot be opened")
"""
NAMES = ("raises", "short", "hangs", "eats", "closed")
TOLD = {
    "raises": "ValueError",
    "short": "read() gave",
    "hangs": "longer than 3 s",
    "eats": "more than 400 MiB",
    "closed": "RuntimeError",
}


@pytest.fixture
def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """A daemon in whose environment a distribution with five bad methods is installed."""
    packages = tmp_path / "packages"
    information = packages / "bad_methods-1.dist-info"
    information.mkdir(parents=True)
    (packages / "bad_methods.py").write_text(METHODS)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: bad-methods\nVersion: 1\n")
    lines = [f"{name} = bad_methods:{name}" for name in NAMES]
    (information / "entry_points.txt").write_text("\n".join(["[originlens.methods]", *lines]))
    monkeypatch.setenv("PYTHONPATH", str(packages))
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ORIGINLENS_PLUGIN_SECONDS", "3")
    monkeypatch.setenv("ORIGINLENS_PLUGIN_MEMORY_MB", "400")
    started = Daemon(tmp_path / "home")
    yield started
    code, errors = started.stop()
    assert code == 0, errors
    assert "brother" not in errors  # no text in the log


def listed(daemon: Daemon) -> dict[str, dict[str, Any]]:
    _, content = daemon.ask("GET", "/v1/detectors")
    return {line["name"]: line for line in json.loads(content)["detectors"]}


def test_each_is_a_line_with_its_reason_and_every_block_is_answered(daemon: Daemon) -> None:
    texts = [f"Day {i}: my brother told it otherwise. {HUMAN}" for i in range(3)]
    for _ in range(2):
        answer = daemon.scan(blocks=[{"id": str(i), "text": text} for i, text in enumerate(texts)])
        assert [block["verdict"] for block in answer["blocks"]] == ["no_sign"] * 3
        assert all(block["p_value"] > 0.01 for block in answer["blocks"])
        lines = listed(daemon)
        assert {lines[name]["state"] for name in NAMES} == {"failed"}
        assert [name for name in NAMES if TOLD[name] not in lines[name]["reason"]] == [], [
            lines[n]["reason"] for n in NAMES
        ]
        assert all(lines[name]["remedy"] for name in NAMES)
        assert lines["minilm-en"]["state"] == lines["chatbot-leftovers"]["state"] == "ready"

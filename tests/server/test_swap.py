"""Detectors are swapped in a running daemon under load, and no request fails."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from originlens import switches
from tests.server.pipeline.stand_ins import HUMAN
from tests.server.test_daemon import Daemon
from tests.tiny_bundle import write_tiny_bundle

COMMAND = [sys.executable, "-m", "originlens", "plugin"]


@pytest.fixture
def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    switches.change(disable=["minilm-en"])  # the tests' own detectors are alone, so their p-values are not fused
    started = Daemon(tmp_path / "home")
    yield started
    code, errors = started.stop()
    assert code == 0, errors


class Load(threading.Thread):
    """Scans new texts without a pause until it is stopped; remembers who judged each and what went wrong."""

    def __init__(self, daemon: Daemon, name: str) -> None:
        super().__init__(name=name)
        self.daemon_, self.stopped = daemon, threading.Event()
        self.judges: list[frozenset[str]] = []
        self.failures: list[str] = []

    def run(self) -> None:
        while not self.stopped.is_set():
            blocks = [{"id": str(i), "text": f"{self.name} {len(self.judges)} {i}. {HUMAN}"} for i in range(4)]
            try:
                answer = self.daemon_.scan(blocks=blocks)
            except Exception as error:
                self.failures.append(repr(error))
                return
            judges = {e["detector"] for b in answer["blocks"] for e in b["evidence"]}
            self.failures += [
                str(b["reason"]) for b in answer["blocks"] if b["reason"] and "fail" in b["reason"]["code"]
            ]
            self.judges.append(frozenset(judges))


def wait_until(load: Load, judges: set[str]) -> None:
    """Until the load's newest answers come from exactly these judges of the test."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if load.judges and load.judges[-1] & {"tiny-a", "tiny-b"} == judges:
            return
        assert not load.failures
        time.sleep(0.02)
    pytest.fail(f"no answer came from {judges}; the newest: {load.judges[-3:]}")


def test_a_second_detector_comes_and_the_first_goes_while_requests_run(daemon: Daemon, tmp_path: Path) -> None:
    for name in ("tiny-a", "tiny-b"):
        write_tiny_bundle(tmp_path / name)
    subprocess.run([*COMMAND, "install", str(tmp_path / "tiny-a")], check=True, capture_output=True)
    loads = [Load(daemon, f"reader {i}") for i in range(4)]
    for load in loads:
        load.start()
    try:
        wait_until(loads[0], {"tiny-a"})
        subprocess.run([*COMMAND, "install", str(tmp_path / "tiny-b")], check=True, capture_output=True)
        wait_until(loads[0], {"tiny-a", "tiny-b"})
        subprocess.run([*COMMAND, "disable", "tiny-a"], check=True, capture_output=True)
        wait_until(loads[0], {"tiny-b"})
        subprocess.run([*COMMAND, "remove", "tiny-b"], check=True, capture_output=True)
        subprocess.run([*COMMAND, "enable", "tiny-a"], check=True, capture_output=True)
        wait_until(loads[0], {"tiny-a"})
    finally:
        for load in loads:
            load.stopped.set()
        for load in loads:
            load.join(30)
    assert [failure for load in loads for failure in load.failures] == []
    assert sum(len(load.judges) for load in loads) > 20


def test_a_truncated_model_is_a_line_and_the_rest_goes_on(daemon: Daemon, tmp_path: Path) -> None:
    write_tiny_bundle(tmp_path / "home" / "bundles" / "tiny-good")
    cut = write_tiny_bundle(tmp_path / "home" / "bundles" / "tiny-cut") / "model.fp32.onnx"
    cut.write_bytes(cut.read_bytes()[:700])
    switches.change()
    deadline = time.monotonic() + 30
    lines: dict[str, dict[str, str]] = {}
    while "tiny-cut" not in lines and time.monotonic() < deadline:
        _, content = daemon.ask("GET", "/v1/detectors")
        lines = {d["name"]: d for d in json.loads(content)["detectors"]}
    assert lines["tiny-cut"]["state"] == "failed"
    assert "700 bytes, the manifest says" in lines["tiny-cut"]["reason"]
    assert lines["tiny-cut"]["remedy"]
    answer = daemon.scan(blocks=[{"id": "a", "text": HUMAN}])
    assert "tiny-good" in {e["detector"] for e in answer["blocks"][0]["evidence"]}


def test_a_calibration_of_the_readers_own_is_followed_and_given_up_again(daemon: Daemon, tmp_path: Path) -> None:
    rng = random.Random(5)
    parts = HUMAN.split(". ")
    stories = [f"{i} times. " + ". ".join(rng.choices(parts, k=9)) + "." for i in range(30)]
    own = tmp_path / "own.jsonl"
    own.write_text("\n".join(json.dumps({"text": text}) for text in stories))
    subprocess.run([*COMMAND, "install", str(write_tiny_bundle(tmp_path / "tiny-a"))], check=True, capture_output=True)
    calibrate = [sys.executable, "-m", "originlens", "calibrate", "--detector", "tiny-a"]

    def verdict(at: float) -> tuple[str | None, str, str | None]:
        _, content = daemon.ask("GET", "/v1/detectors")
        lines = {one["name"]: one for one in json.loads(content)["detectors"]}
        (block,) = daemon.scan(blocks=[{"id": "a", "text": HUMAN}], false_alarms=at)["blocks"]
        told = lines.get("tiny-a", {}).get("local_calibration")
        return told, block["verdict"], block["reason"] and block["reason"]["code"]

    def until(local: bool, judged: str) -> tuple[str | None, str, str | None]:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = verdict(0.1)
            if (found[0] is not None, found[1]) == (local, judged):
                return found
            time.sleep(0.05)
        return pytest.fail(f"wanted {local}, {judged}; the newest: {found}")

    until(False, "llm")  # the made-up curve flags all prose
    subprocess.run([*calibrate, str(own)], check=True, capture_output=True)
    assert until(True, "no_sign")[0].startswith("30 texts of your own, ")  # type: ignore[union-attr]
    assert verdict(0.01)[1:] == ("unclear", "rate_too_strict")
    subprocess.run([*calibrate, "--remove"], check=True, capture_output=True)
    until(False, "llm")

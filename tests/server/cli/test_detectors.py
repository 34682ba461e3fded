"""detectors: the list in the API's shape or for people, with reasons and remedies."""

import json

import pytest

from originlens.registry import Entry

ENTRIES = [
    Entry("sure", "1", "m", "statistical", "passage", "ready", languages=("en",), calibrated=True, device="cpu", variant="int8", local_calibration="60 texts of your own, 2026-11-22"),
    Entry("loose", "1", "m", "statistical", "passage", "ready", languages=("en",), device="cpu"),
    Entry("broken", None, "m", None, None, "failed", "model.onnx: 120 bytes", "Install it again.", built_in=False),
    Entry("off", "2", "m", "residue", "document", "disabled"),
]  # fmt: skip


@pytest.fixture
def listed(monkeypatch):
    closed = []

    class Fake:
        def __init__(self, settings, read_calibration):
            self.settings = settings

        def entries(self):
            return ENTRIES

        def close(self):
            closed.append(self.settings.device)

    monkeypatch.setattr("originlens.registry.Registry", Fake)
    return closed


@pytest.mark.parametrize("command", [["detectors"], ["plugin", "list"]])
def test_json_has_the_shape_of_the_api(run, listed, command, request):
    wire = json.loads((request.config.rootpath / "tests/wire/detectors_response.json").read_text())
    told = json.loads(run(*command, "--format", "json").stdout)
    assert [one["name"] for one in told["detectors"]] == ["sure", "loose", "broken", "off"]
    assert all(set(one) == set(wire["detectors"][0]) for one in told["detectors"])


def test_people_see_state_reason_and_remedy(run, listed):
    shown = run("detectors", "--device", "cpu").stdout
    rows = {line.split()[0]: line for line in shown.splitlines() if line.strip()}
    assert "ready" in rows["sure"]
    assert "cpu int8" in rows["sure"]
    assert "disabled" in rows["off"]
    assert "added" in rows["broken"]
    assert "broken: model.onnx: 120 bytes\nInstall it again." in shown
    assert "loose: it has no calibration" in shown
    assert "sure: its p-values come from 60 texts of your own, 2026-11-22" in shown
    assert "sure: it has no calibration" not in shown
    assert listed == ["cpu"]

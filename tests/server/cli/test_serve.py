"""serve: a real daemon says where it is; an open address needs --expose; a taken port is told."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "originlens", "serve", "--port", "0", "--device", "cpu", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_json_tells_scripts_where_it_is_and_a_signal_ends_it_cleanly(own_home, number):
    daemon = start("--format", "json")
    told = json.loads(daemon.stdout.readline())
    with urllib.request.urlopen(told["ready"] + "v1/health") as answer:
        assert json.load(answer) == {"version": told["version"], "wire": 1}
    assert told["device"] == "cpu"
    states = {one["name"]: one["state"] for one in told["detectors"]}
    assert states["chatbot-leftovers"] == "ready"
    daemon.send_signal(number)
    rest, errors = daemon.communicate(timeout=60)
    assert (daemon.returncode, rest) == (0, "")
    assert "Traceback" not in errors


def test_people_are_told_address_device_and_every_detector(capsys):
    from types import SimpleNamespace

    from originlens.cli.serve import _tell_text
    from originlens.registry import Entry

    entries = [
        Entry("good", "1", "m", "residue", "document", "ready"),
        Entry("bad", None, "m", None, None, "failed", "model.onnx is [cut] short", "Install it again."),
    ]
    model = SimpleNamespace(provider="CPUExecutionProvider")
    pipeline = SimpleNamespace(
        registry=SimpleNamespace(entries=lambda: entries), state=lambda: SimpleNamespace(device="cpu", models=[model])
    )
    _tell_text("http://127.0.0.1:7717/", pipeline)
    shown = capsys.readouterr().out
    assert "ready at http://127.0.0.1:7717/" in shown
    assert "cpu (CPUExecutionProvider)" in shown
    assert "good  ready" in shown
    assert "bad  failed: model.onnx is [cut] short Install it again." in shown
    assert "originlens pair" in shown


def test_an_address_that_others_can_reach_needs_expose(run):
    result = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert result.exit_code == 3
    assert "'0.0.0.0'" in result.stderr
    assert "--expose" in result.stderr


def test_expose_prints_a_warning(run, monkeypatch):
    async def served(settings, *, expose, ready):
        assert expose

    monkeypatch.setattr("originlens.web.app.serve", served)
    result = run("serve", "--host", "0.0.0.0", "--expose")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "warning: listening on 0.0.0.0" in result.stderr


def test_a_taken_port_is_told_with_what_to_do(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 3
    assert f"port {port}" in result.stderr
    assert "--port" in result.stderr

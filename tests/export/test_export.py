"""The whole way of a classifier of one's own: exported by the command line, installed, checked, asked by a scan."""

import json

import pytest
from typer.testing import CliRunner

from originlens import bundles, switches
from originlens.cli import app
from tests.export.tiny_models import KINDS, save

pytestmark = pytest.mark.export
TEXT = (
    "The ferry was late again, so we ate our sandwiches on the quay and watched the gulls quarrel over the crusts. "
    "Nobody had told the carpenter that the wall leaned, and he blamed his level for most of the morning."
)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    pytest.importorskip("torch", reason="needs the `export` extra")
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("kind", KINDS)
def test_a_classifier_is_exported_installed_checked_and_asked(kind, tmp_path):
    model = save(kind, tmp_path / f"tiny-{kind}")
    done = run("plugin", "export", model, "--out", tmp_path / "out", "--install")
    assert done.exit_code == 0, done.stderr
    assert "Class 1 'ChatGPT' stands for an LLM's text (by its label)" in done.stdout
    assert "Licence: cc0-1.0. Languages: en" in done.stdout
    # A small model may come near a limit: what is left out is told, and fp32 serves the CPU in its place.
    left_out = {variant for variant in ("int8", "fp16") if f"left out: {variant}" in done.stdout}
    assert len(left_out) < 2, done.stdout

    bundle = bundles.load(bundles.installed_bundles() / f"tiny-{kind}")
    told = bundle.manifest
    assert set(told.variants) == {"int8", "fp16"} - left_out | ({"fp32"} if "int8" in left_out else set())
    assert (told.max_tokens, told.languages, told.calibration) == (160, ["en"], None)
    assert ("types" in told.options) == (kind == "bert")
    assert told.options["pad_id"] == (1 if kind == "roberta" else 0)
    statistics = [case["statistic"] for case in json.loads(bundle.path("golden.json").read_bytes())["cases"]]
    assert max(statistics) - min(statistics) > 0.2

    checked = run("plugin", "check", f"tiny-{kind}", "--device", "cpu")
    assert checked.exit_code == 0, checked.stdout

    switches.change(disable=sorted(path.parent.name for path in bundles.shipped_bundles().glob("*/bundle.toml")))
    (tmp_path / "text.txt").write_text(TEXT)
    scanned = run("scan", "--format", "json", "--device", "cpu", tmp_path / "text.txt")
    assert scanned.exit_code == 0, scanned.stderr
    assert "not_calibrated" in scanned.stdout


def test_a_hub_that_is_out_of_reach_is_told(tmp_path):
    result = run("plugin", "export", "no-such-maker/no-such-model", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "could not be fetched from the Hugging Face hub" in result.stderr
    assert "name the folder here" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_model_that_cannot_be_read_leaves_nothing_behind(tmp_path):
    model = save("bert", tmp_path / "model")
    (model / "model.safetensors").write_bytes(b"cut short")
    result = run("plugin", "export", model, "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "optimum cannot export it" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model"]

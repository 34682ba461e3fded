"""plugin export: what it tells a person, and the steps that it names."""

from pathlib import Path

import pytest

from originlens import install
from originlens.errors import OriginlensError
from originlens.export import export as exporting
from originlens.export.bundle import Facts
from originlens.export.checks import Measured
from originlens.export.labels import Choice
from originlens.export.source import Source


@pytest.fixture
def exported(monkeypatch, tmp_path):
    """An export that made a bundle without converting anything; what it was asked for."""
    asked = []
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "model.int8.onnx").write_bytes(b"0" * 1_500_000)
    source = Source(Path("x"), "org/mine", ("Human", "AI"), "BertForSequenceClassification", 512)
    made = exporting.Exported(
        folder, Facts("mine", source, Choice(1, "AI"), "MIT", ("en",), "", 0), ("int8",),
        (Measured("int8", 100, 2.0, 0.01, 0.04, 1.0, 0.0),), ("fp16: it differs",),
    )  # fmt: skip

    def export(given, wish, tell):
        asked.append((given, wish))
        tell("Loading PyTorch")
        return made

    monkeypatch.setattr(exporting, "export", export)
    return asked


def test_it_tells_what_was_made_measured_and_left_out(run, exported, tmp_path):
    result = run("plugin", "export", "org/mine")
    assert result.exit_code == 0
    for said in (
        "mine: mine, int8 1.5 MB", "Class 1 'AI' stands for an LLM's text (by its label)", "Licence: MIT",
        "differ by 0.010 on average and 0.040 at most", "left out: fp16", "It is not calibrated",
        f"originlens plugin install {tmp_path / 'mine'}", "originlens calibrate HUMAN.jsonl --detector mine",
        "originlens evaluate LABELLED.jsonl --detector mine",
    ):  # fmt: skip
        assert said in result.stdout
    assert "Loading PyTorch" in result.stderr


def test_every_option_reaches_the_export(run, exported, tmp_path):
    run(
        "plugin", "export", "org/mine", "--out", tmp_path / "o", "--name", "n", "--llm-class", "0", "--licence", "CC0",
        "--language", "en", "--language", "de",
    )  # fmt: skip
    assert exported == [("org/mine", exporting.Wish(tmp_path / "o", "n", "0", "CC0", ("en", "de")))]


def test_install_hands_it_on_at_once(run, exported, monkeypatch, tmp_path):
    installed = []

    def take(target):
        installed.append(target)
        return install.Installed("bundle", ("mine",))

    monkeypatch.setattr(install, "install", take)
    result = run("plugin", "export", "org/mine", "--install")
    assert installed == [str(tmp_path / "mine")]
    assert "Installed bundle: mine" in result.stdout
    assert "plugin install" not in result.stdout


def test_the_missing_extra_ends_with_3_and_the_command(run, monkeypatch):
    def missing():
        raise OriginlensError("export_failed", "the `export` extra is missing", remedy="pip install '.[export]'")

    monkeypatch.setattr(exporting, "require_extra", missing)
    result = run("plugin", "export", "org/mine")
    assert result.exit_code == 3
    assert "pip install '.[export]'" in result.stderr

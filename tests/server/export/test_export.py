"""What an export refuses before anything heavy is loaded; tests/export run the rest with the `export` extra."""

import json

import numpy as np
import pytest

from originlens.errors import OriginlensError
from originlens.export import export as exporting
from originlens.export.export import Wish, export


@pytest.fixture
def classifier(tmp_path, monkeypatch):
    """A folder that says it is a classifier; the extra is taken for installed."""
    monkeypatch.setattr(exporting, "require_extra", lambda: None)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "My_Detector.v2"
    folder.mkdir()
    config = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "Human", "1": "AI"}}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


@pytest.fixture
def made(monkeypatch):
    """Exports without converting: what the heavy part was asked for."""
    asked = []

    def make(source, choice, name, wish, folder, tell):
        asked.append((source.title, choice.number, name))
        folder.mkdir()
        return exporting.Exported(folder, None, (), (), ())

    monkeypatch.setattr(exporting, "_make", make)
    return asked


def test_the_bundle_is_called_like_the_model_and_lies_here(classifier, made, tmp_path):
    assert export(str(classifier), Wish()).folder.resolve() == tmp_path / "my-detector-v2"
    assert made == [("My_Detector.v2", 1, "my-detector-v2")]
    assert (tmp_path / "my-detector-v2").is_dir()


def test_the_user_decides_name_class_and_folder(classifier, made, tmp_path):
    out = tmp_path / "new" / "place"
    assert export(str(classifier), Wish(out=out, name="Mine", llm_class="human")).folder == out
    assert made == [("My_Detector.v2", 0, "mine")]
    assert [path.name for path in out.parent.iterdir()] == ["place"]


def test_what_is_there_is_never_written_over(classifier, made, tmp_path):
    (tmp_path / "my-detector-v2").mkdir()
    with pytest.raises(OriginlensError, match="exists already"):
        export(str(classifier), Wish())
    assert made == []


def test_an_export_that_fails_leaves_nothing_behind(classifier, monkeypatch, tmp_path):
    def make(source, choice, name, wish, folder, tell):
        folder.mkdir()
        raise OriginlensError("export_failed", "made up")

    monkeypatch.setattr(exporting, "_make", make)
    with pytest.raises(OriginlensError, match="made up"):
        export(str(classifier), Wish())
    assert list(tmp_path.iterdir()) == [classifier]


def test_a_name_that_makes_none_is_refused(classifier, made):
    with pytest.raises(OriginlensError, match="makes no name") as raised:
        export(str(classifier), Wish(name="日本"))
    assert "--name" in raised.value.remedy


def test_without_the_extra_nothing_is_looked_at(monkeypatch):
    def missing():
        raise OriginlensError("export_failed", "missing: torch")

    monkeypatch.setattr(exporting, "require_extra", missing)
    with pytest.raises(OriginlensError, match="missing: torch"):
        export("no/such", Wish())


def test_log_odds_are_of_one_class_against_all_others():
    odds = exporting._log_odds(np.log([[0.2, 0.5, 0.3]]), 1)
    assert odds == pytest.approx([0.0])
    assert exporting._log_odds(np.array([[1.5]]), 0) == pytest.approx([1.5])

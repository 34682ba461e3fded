"""The example of plugins/README.md, taken from its text, installed as a distribution of its own, and run."""

import re
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from originlens.conformance import check
from originlens.contract import Document, Mark, Marks
from originlens.registry import Registry
from originlens.settings import Settings
from originlens.worker import IsolatedDetector

README = (Path(__file__).parents[2] / "plugins" / "README.md").read_text("utf-8")
CODE = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
PROJECT = re.search(r"```toml\n(.*?)```", README, re.DOTALL)[1]
TEXT = "This page was written by AI."
MARK = Mark("ai-notes.note", "weak", ((14, 27),), 1, detail="written by AI")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """What pip leaves behind after an install: the module, and a dist-info with metadata and entry points."""
    project = tomllib.loads(PROJECT)["project"]
    (group, points), *others = project["entry-points"].items()
    assert not others
    (tmp_path / "ai_notes.py").write_text(CODE)
    info = tmp_path / f"ai_notes-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n" + "".join(f"{n} = {t}\n" for n, t in points.items()))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    return entry_points(group="originlens.methods")["ai-notes"].value


def read(detector):
    return detector.read([detector.prepare(Document(("A heading", TEXT)))])


def test_it_is_as_short_as_the_readme_says():
    assert CODE.count("\n") <= 20
    assert PROJECT.count("\n") <= 10


def test_it_runs_in_a_process_of_its_own_and_conforms(installed):
    detector = IsolatedDetector(installed, None, Settings())
    try:
        assert detector.about.name == "ai-notes"
        assert read(detector) == [Marks((MARK,))]
        assert [result for result in check(detector) if result.passed is False] == []
    finally:
        detector.close()


def test_the_registry_lists_and_opens_it(installed):
    registry = Registry(Settings(device="cpu"), lambda path: None)
    try:
        (entry,) = [entry for entry in registry.entries() if entry.name == "ai-notes"]
        assert (entry.state, entry.reason, entry.kind, entry.built_in) == ("ready", None, "declared", False)
        with registry.lease() as leased:
            (loaded,) = [loaded for loaded in leased if loaded.about.name == "ai-notes"]
            assert isinstance(loaded.detector, IsolatedDetector)
            assert read(loaded.detector) == [Marks((MARK,))]
    finally:
        registry.close()

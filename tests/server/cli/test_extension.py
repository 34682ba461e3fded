"""extension: the folder to load, alone on standard output, or a copy of it."""

from pathlib import Path

import pytest

from originlens import bundles


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    (folder / "background").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder / "background" / "main.js").write_text("")
    monkeypatch.setattr(bundles, "shipped_extension", lambda: folder)
    return folder


def test_the_folder_is_printed_for_scripts_and_the_steps_for_people(run, shipped):
    result = run("extension")
    assert Path(result.stdout.strip()) == shipped
    assert "chrome://extensions" in result.stderr
    assert "about:debugging" in result.stderr


def test_copy_makes_a_new_folder_and_overwrites_nothing(run, shipped, tmp_path):
    result = run("extension", "--copy", tmp_path / "copy")
    assert Path(result.stdout.strip()) == tmp_path / "copy"
    assert (tmp_path / "copy" / "background" / "main.js").exists()
    again = run("extension", "--copy", tmp_path / "copy")
    assert again.exit_code == 3
    assert "Name a new folder" in again.stderr


def test_a_missing_extension_is_told(run, shipped):
    (shipped / "manifest.json").unlink()
    assert run("extension").exit_code == 3


def test_pack_prints_a_zip_for_each_store(run, shipped, tmp_path):
    manifest = '{"version": "9.9", "permissions": ["storage"], "background": {}}'
    (shipped / "manifest.json").write_text(manifest)
    packed = [Path(line) for line in run("extension", "--pack", tmp_path / "zips").stdout.split("\n") if line]
    assert [file.name for file in packed] == ["originlens-chromium-9.9.zip", "originlens-firefox-9.9.zip"]
    assert all(file.is_file() for file in packed)
    (tmp_path / "file").write_text("")
    assert "Name a folder" in run("extension", "--pack", tmp_path / "file").stderr

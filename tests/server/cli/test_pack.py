"""pack.py: one zip a store, the same bytes every time, each with a manifest of its own browser alone."""

import json
import os
import shutil
import zipfile
from pathlib import Path

from originlens.bundles import shipped_extension
from originlens.cli.pack import pack


def test_the_same_files_make_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shipped_extension(), copy)
    for file in copy.rglob("*"):
        os.utime(file, (1, 1))
        if file.is_file():
            file.chmod(0o600)
    one, two = pack(shipped_extension(), tmp_path / "one"), pack(copy, tmp_path / "two")
    assert [file.name for file in one] == [file.name for file in two]
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]


def test_each_store_gets_the_whole_extension_and_its_own_manifest(tmp_path: Path) -> None:
    chromium, firefox = [zipfile.ZipFile(file) for file in pack(shipped_extension(), tmp_path)]
    names = set(chromium.namelist())
    assert names == set(firefox.namelist())
    assert {"manifest.json", "_locales/de/messages.json", "icons/on-128.png", "content/content.js"} <= names
    assert "messages.d.ts" not in names
    told = {name: json.loads(zipped.read("manifest.json")) for name, zipped in [("c", chromium), ("f", firefox)]}
    assert told["c"]["background"] == {"service_worker": "background/main.js", "type": "module"}
    assert told["f"]["background"] == {"scripts": ["background/main.js"], "type": "module"}
    assert "sidePanel" in told["c"]["permissions"]
    assert "sidePanel" not in told["f"]["permissions"]
    assert told["c"].keys() ^ told["f"].keys() == {
        "minimum_chrome_version", "side_panel", "browser_specific_settings", "sidebar_action",
    }  # fmt: skip

"""The manifest, the words and the files agree, and nothing reaches beyond this machine."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "extension"
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
SOURCES = {file: file.read_text("utf-8") for file in ROOT.rglob("*") if file.suffix in {".js", ".html", ".css"}}


def test_one_manifest_serves_both_browsers() -> None:
    assert MANIFEST["background"]["scripts"] == [MANIFEST["background"]["service_worker"]]
    gecko = MANIFEST["browser_specific_settings"]["gecko"]
    assert gecko["data_collection_permissions"] == {"required": ["none"]}


def test_it_asks_for_no_more_than_it_needs() -> None:
    assert MANIFEST["permissions"] == ["storage", "contextMenus", "sidePanel", "webRequest"]
    assert MANIFEST["host_permissions"] == ["http://127.0.0.1/*"]
    # Asked for when the reader switches on what needs it; without "webRequestBlocking" nothing can be changed.
    assert MANIFEST["optional_host_permissions"] == ["http://*/*", "https://*/*"]
    assert "web_accessible_resources" not in MANIFEST


def test_every_file_that_is_named_is_there_and_every_script_is_named() -> None:
    (content,) = MANIFEST["content_scripts"]
    named = {*content["js"], *MANIFEST["icons"].values(), *MANIFEST["action"]["default_icon"].values()}
    assert [file for file in named if not (ROOT / file).is_file()] == []
    assert {f"content/{file.name}" for file in (ROOT / "content").glob("*.js")} == set(content["js"])


def test_only_the_background_fetches_and_only_from_loopback() -> None:
    fetching = {
        file.relative_to(ROOT).as_posix()
        for file, text in SOURCES.items()
        if re.search(r"\bfetch\(|XMLHttpRequest|WebSocket", text)
    }
    assert fetching == {"background/api.js"}
    addresses = {found for text in SOURCES.values() for found in re.findall(r"https?://[^\s\"'`)]+", text)}
    assert addresses == {"http://127.0.0.1:${port}${path}"}

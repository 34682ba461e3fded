"""The extension as one zip for each store: the same bytes for the same files, on every machine.

Nothing is compressed, because each version of zlib may pack differently; the whole is a few hundred kilobytes.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

# What the other browser alone understands: a store's checks would stumble over it.
_OTHERS = {
    "chromium": ("browser_specific_settings", "sidebar_action", "background.scripts"),
    "firefox": ("minimum_chrome_version", "side_panel", "background.service_worker"),
}
_PERMISSIONS = {"chromium": frozenset[str](), "firefox": frozenset({"sidePanel"})}
_LEFT_OUT = frozenset({".ts"})  # types, which no browser reads
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name


def pack(extension: Path, folder: Path) -> list[Path]:
    """Write `originlens-BROWSER-VERSION.zip` for both browsers into `folder`; returns their paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((extension / "manifest.json").read_text("utf-8"))
    files = sorted(
        (file.relative_to(extension).as_posix(), file)
        for file in extension.rglob("*")
        if file.is_file() and file.suffix not in _LEFT_OUT and not file.name.startswith(".")
    )
    packed = []
    for browser in _OTHERS:
        target = folder / f"originlens-{browser}-{manifest['version']}.zip"
        own = json.dumps(_manifest(manifest, browser), indent=2, ensure_ascii=False).encode() + b"\n"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, file in files:
                entry = zipfile.ZipInfo(name, _BEGINNING)
                entry.create_system, entry.external_attr = 3, 0o100644 << 16  # Unix, whichever system packs it
                archive.writestr(entry, own if name == "manifest.json" else file.read_bytes())
        packed.append(target)
    return packed


def _manifest(manifest: dict[str, Any], browser: str) -> dict[str, Any]:
    own: dict[str, Any] = json.loads(json.dumps(manifest))
    for path in _OTHERS[browser]:
        *parents, key = path.split(".")
        table = own
        for parent in parents:
            table = table.get(parent, {})
        table.pop(key, None)
    own["permissions"] = [name for name in own["permissions"] if name not in _PERMISSIONS[browser]]
    return own

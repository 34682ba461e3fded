"""The settings table: name, default, one-sentence help. File < environment < flags."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from originlens.errors import OriginlensError


def _setting(default: Any, help_: str, least: float | None = None, most: float | None = None) -> Any:
    return field(default=default, metadata={"help": help_, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Sizes are in the unit that the name ends with."""

    host: str = _setting("127.0.0.1", "Address to listen on; anything but loopback also needs --expose.")
    port: int = _setting(7717, "Port to listen on; 0 takes a free one.", 0, 65535)
    device: str = _setting("auto", "Where models run: auto, cpu or cuda.")
    false_alarms: float = _setting(
        0.001, "Share of human texts that may be flagged, where a request names none.", 1e-6, 0.5
    )
    threads: int = _setting(0, "Threads of one model; 0: one a physical core.", 0, 256)
    batch_tokens: int = _setting(0, "Padded tokens in one batch; 0: 1,024 on a CPU, 16,384 on a GPU.", 0, 1_000_000)
    queue_blocks: int = _setting(
        50_000, "Blocks that may be in work before new requests are answered with 429.", 1, 10_000_000
    )
    max_body_mb: int = _setting(16, "Largest request body, in MiB.", 1, 1024)
    max_blocks: int = _setting(20_000, "Most blocks in one request.", 1, 1_000_000)
    cache_mb: int = _setting(256, "Largest size of the cache on disk, in MiB; 0 turns it off.", 0, 1_000_000)
    plugin_seconds: int = _setting(20, "Longest time one batch of an added method may take.", 1, 3600)
    plugin_memory_mb: int = _setting(2048, "Most memory the process of an added method may use, in MiB.", 64, 1_000_000)


def home() -> Path:
    """Folder of everything Originlens keeps: settings, tokens, installed bundles, cache."""
    given = os.environ.get("ORIGINLENS_HOME")
    return Path(given) if given else platformdirs.user_data_path("originlens", appauthor=False)


def load(flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `settings.toml` in home(), then ORIGINLENS_<NAME>, then `flags` that are not None.

    Raises OriginlensError("settings_invalid") naming the setting, its value and what was expected.
    """
    environment = os.environ if environment is None else environment
    known = {f.name: f for f in fields(Settings)}
    given: dict[str, tuple[Any, str]] = {}
    file = home() / "settings.toml"
    if file.exists():
        try:
            table = tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise OriginlensError("settings_invalid", f"{file}: {error}") from error
        for name, value in table.items():
            if name not in known:
                raise OriginlensError(
                    "settings_invalid", f"{file}: unknown setting {name!r}; known: {', '.join(known)}"
                )
            given[name] = (value, str(file))
    for name in known:
        variable = f"ORIGINLENS_{name.upper()}"
        if variable in environment:
            given[name] = (environment[variable], variable)
    for name, value in (flags or {}).items():
        if value is not None:
            given[name] = (value, f"--{name.replace('_', '-')}")
    checked = {name: _checked(known[name], value, where) for name, (value, where) in given.items()}
    return replace(Settings(), **checked)


def _checked(setting: Any, value: Any, where: str) -> Any:
    kind = type(setting.default)
    if setting.name == "device" and value not in ("auto", "cpu", "cuda"):
        raise OriginlensError("settings_invalid", f"{where} is {value!r}; expected auto, cpu or cuda")
    try:
        if isinstance(value, bool):
            raise ValueError
        converted = kind(value)
    except (TypeError, ValueError):
        expected = {int: "a whole number", float: "a number", str: "text"}[kind]
        raise OriginlensError("settings_invalid", f"{where} is {value!r}; expected {expected}") from None
    least, most = setting.metadata["least"], setting.metadata["most"]
    if least is not None and not least <= converted <= most:
        raise OriginlensError("settings_invalid", f"{where} is {value!r}; expected {least:g} to {most:g}")
    return converted

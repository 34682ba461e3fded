"""The user's own watermark keys and tokenizers: where they lie, and how one comes and goes under a running daemon.

Keys lie in a file that only their owner reads; nothing here prints, logs or quotes one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from originlens import bundles, private_file, switches
from originlens.contract import Detector
from originlens.discover import GROUP, Candidate, candidates
from originlens.errors import OriginlensError
from originlens.key_reader import KeyReader

_METHOD = "watermark"
_TOKENIZER, _WIDTHS = ".tokenizer.json", ".widths.json"


@contextmanager
def key_reader() -> Iterator[tuple[str, KeyReader]]:
    """(name of its bundle, the detector) that reads watermark keys, opened without the others.

    Raises OriginlensError("plugin_failed") where there is none that works.
    """
    chosen = _chosen()
    assert chosen.folder
    try:
        detector: Detector[Any] = EntryPoint(_METHOD, chosen.target, GROUP).load()(bundles.load(chosen.folder))
    except (ValueError, OSError) as error:
        raise OriginlensError("plugin_failed", f"{chosen.name}: {error}") from error
    try:
        if not isinstance(detector, KeyReader):
            raise OriginlensError("plugin_failed", f"{chosen.name} reads no keys one by one")
        yield chosen.name, detector
    finally:
        detector.close()


def bundle_name() -> str:
    """Name of the bundle that the user's keys belong to; its detector is not opened, and may be broken.

    Raises OriginlensError("plugin_failed") where there is none that is switched on.
    """
    return _chosen().name


def names(bundle: str) -> list[str]:
    """Names of the user's keys, in the order in which they were added."""
    return [str(table["id"]) for table in _tables(bundle)]


def add(bundle: str, table: Mapping[str, Any]) -> bool:
    """Keep a key; True if it takes the place of one of its name. A running daemon follows."""
    before = _tables(bundle)
    rest = [one for one in before if one["id"] != table["id"]]
    _write(bundle, [*rest, dict(table)])
    return len(rest) < len(before)


def remove(bundle: str, name: str) -> bool:
    """Take a key away; False where there is none of that name. A running daemon follows."""
    before = _tables(bundle)
    rest = [one for one in before if one["id"] != name]
    if len(rest) == len(before):
        return False
    _write(bundle, rest)
    return True


def add_tokenizer(bundle: str, name: str, content: str, widths: Sequence[int]) -> None:
    """Keep a tokenizer.json with the logits widths to try. A running daemon follows."""
    folder = bundles.own_folder(bundle)
    private_file.write(folder / f"{name}{_WIDTHS}", json.dumps(list(widths)))
    private_file.write(folder / f"{name}{_TOKENIZER}", content)
    switches.change()


def remove_tokenizer(bundle: str, name: str) -> bool:
    """Take a tokenizer away; False where the user has added none of that name. A running daemon follows."""
    if not has_tokenizer(bundle, name):
        return False
    folder = bundles.own_folder(bundle)
    (folder / f"{name}{_TOKENIZER}").unlink()
    (folder / f"{name}{_WIDTHS}").unlink(missing_ok=True)
    switches.change()
    return True


def needing(bundle: str, tokenizer: str) -> list[str]:
    """Names of the user's keys that name this tokenizer among those they are tried with."""
    return [str(table["id"]) for table in _tables(bundle) if tokenizer in table.get("tokenizers", ())]


def has_tokenizer(bundle: str, name: str) -> bool:
    """Whether the user has added a tokenizer of that name."""
    return name in tokenizers(bundle)


def tokenizers(bundle: str) -> list[str]:
    """Names of the tokenizers that the user has added."""
    files = bundles.own_folder(bundle).glob(f"*{_TOKENIZER}")
    return sorted(file.name.removesuffix(_TOKENIZER) for file in files)


def _chosen() -> Candidate:
    found = [one for one in candidates() if one.built_in and one.method == _METHOD and one.folder]
    on = [one for one in found if one.name not in switches.read().disabled]
    if not on:
        off = "it is switched off" if found else "no bundle for it is installed"
        raise OriginlensError(
            "plugin_failed", f"the method {_METHOD!r}: {off}", remedy="`originlens plugin list` tells."
        )
    return on[0]


def _file(bundle: str) -> Path:
    return bundles.own_folder(bundle) / "keys.json"


def _tables(bundle: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(_file(bundle).read_bytes())
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        # Without the content: it holds keys.
        raise OriginlensError(
            "file_unreadable",
            f"{_file(bundle)}: {getattr(error, 'strerror', None) or 'it is no JSON'}",
            remedy="Check its permissions, or take it away and add your keys anew.",
        ) from None
    return found


def _write(bundle: str, tables: Sequence[Mapping[str, Any]]) -> None:
    private_file.write(_file(bundle), json.dumps(tables))
    switches.change()

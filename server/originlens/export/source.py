"""The classifier to export: its folder, local or fetched from the hub, and what its config and model card say."""

import importlib.util
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from originlens.errors import OriginlensError, first_line

EXTRA = ("torch", "transformers", "optimum", "onnx", "yaml")
MOST_TOKENS = 512  # a passage has at most 110 words; more would cost memory on odd input alone
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_FETCHED = ["*.json", "*.txt", "*.model", "*.safetensors", "README.md"]
_HEAD = "ForSequenceClassification"
# These number positions from behind the padding's id, so that many places of the table are never used.
_OFFSET_POSITIONS = ("roberta", "camembert", "mpnet", "longformer", "data2vec", "ibert", "luke")


@dataclass(frozen=True, slots=True)
class Source:
    """A classifier's folder and what it says of itself; `labels` are in the order of its classes."""

    folder: Path
    title: str  # as a reader of the bundle knows it: ORG/NAME on the hub, or the folder's name
    labels: tuple[str, ...]
    architecture: str
    max_tokens: int
    licence: str | None = None
    languages: tuple[str, ...] = ()


def require_extra() -> None:
    """Raise OriginlensError("export_failed") with the pip command if the `export` extra is not installed."""
    missing = [name for name in EXTRA if importlib.util.find_spec(name) is None]
    if missing:
        raise OriginlensError(
            "export_failed", f"the `export` extra is not installed here (missing: {', '.join(missing)})",
            remedy="In the clone of Originlens run `pip install '.[export]'`, with this Python's pip. It brings"
            " PyTorch: 5 GB on Linux, unless pip is pointed to PyTorch's builds for the CPU.",
        )  # fmt: skip


def find(given: str) -> Source:
    """The classifier that the user names: a folder, or ORG/NAME on the Hugging Face hub.

    Raises OriginlensError: "file_unreadable" if it is neither, "export_failed" if it cannot be fetched or is no
    sequence classifier.
    """
    folder = Path(given)
    local = folder.is_dir()
    if not local and (folder.exists() or not _HUB_ID.fullmatch(given)):
        detail = f"{given!r} is no folder; expected one with config.json and the weights, or ORG/NAME on the hub"
        raise OriginlensError("file_unreadable", detail, remedy="Check the path.")
    if not local:
        folder = _fetch(given)
    config, tokenizer = _json(folder / "config.json"), _json(folder / "tokenizer_config.json", needed=False)
    title = folder.resolve().name if local else given
    card = _card(folder / "README.md")
    return Source(
        folder, title, _labels(config), _architecture(config, title), _max_tokens(config, tokenizer),
        _text(card.get("license_name") or card.get("license")), _languages(card.get("language")),
    )  # fmt: skip


def _fetch(name: str) -> Path:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # nothing is told but what is asked for
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, allow_patterns=_FETCHED))
        if not list(folder.glob("*.safetensors")):
            folder = Path(snapshot_download(name, allow_patterns=[*_FETCHED, "pytorch_model*.bin"]))
    except (OSError, ValueError) as error:  # the hub's and requests' errors are OSErrors, no network among them
        told = f"{type(error).__name__}: {first_line(error, 200)}"
        raise OriginlensError(
            "export_failed", f"{name} could not be fetched from the Hugging Face hub ({told})",
            remedy="Check the name and the connection, or fetch the model's folder on another machine and name the"
            " folder here.",
        ) from error  # fmt: skip
    return folder


def _json(file: Path, *, needed: bool = True) -> Mapping[str, Any]:
    if not needed and not file.exists():
        return {}
    try:
        read = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        detail = f"{file}: {getattr(error, 'strerror', None) or error}"
        raise OriginlensError(
            "file_unreadable", detail, remedy="Name the folder that a Hugging Face model was saved in."
        ) from error
    if not isinstance(read, dict):
        raise OriginlensError("file_unreadable", f"{file} holds no JSON object", remedy="Fetch the model again.")
    return read


def _architecture(config: Mapping[str, Any], title: str) -> str:
    """The class of the model. Anything but a trained head would be filled with random weights without a word."""
    if "auto_map" in config:
        raise OriginlensError(
            "export_failed", f"{title} brings Python code of its own, which is not run",
            remedy="Only architectures that the library transformers knows can be exported.",
        )  # fmt: skip
    found = [str(name) for name in config.get("architectures") or []]
    if not any(name.endswith(_HEAD) for name in found):
        raise OriginlensError(
            "export_failed", f"{title} is {', '.join(found) or 'of no named architecture'}; expected ...{_HEAD}",
            remedy="Choose a model that was trained as a text classifier, LLM against human.",
        )  # fmt: skip
    return next(name for name in found if name.endswith(_HEAD))


def _labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    named = config.get("id2label")
    if isinstance(named, dict) and named:
        return tuple(str(label) for _, label in sorted(named.items(), key=lambda item: int(item[0])))
    return tuple(f"LABEL_{i}" for i in range(int(config.get("num_labels", 2))))  # what transformers assumes


def _max_tokens(config: Mapping[str, Any], tokenizer: Mapping[str, Any]) -> int:
    positions = int(config.get("max_position_embeddings") or config.get("n_positions") or 0)
    if any(kind in str(config.get("model_type", "")) for kind in _OFFSET_POSITIONS):
        positions -= int(config.get("pad_token_id") or 0) + 1
    limits = (MOST_TOKENS, positions, int(tokenizer.get("model_max_length") or 0))
    return min(limit for limit in limits if limit > 0)


def _card(file: Path) -> Mapping[str, Any]:
    """The table at the head of a model card; empty where there is none that can be read."""
    parts = file.read_text("utf-8", "replace").split("---\n", 2) if file.is_file() else []
    if len(parts) != 3 or parts[0].strip():
        return {}
    import yaml

    try:
        read = yaml.safe_load(parts[1])
    except yaml.YAMLError:
        return {}
    return read if isinstance(read, dict) else {}


def _text(value: object) -> str | None:
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else None


def _languages(value: object) -> tuple[str, ...]:
    """Codes of two or three letters; any other word, such as "multilingual", is every language."""
    told = value if isinstance(value, list) else [value]
    codes = [str(one).lower() for one in told]
    return tuple(codes) if all(re.fullmatch(r"[a-z]{2,3}", code) for code in codes) else ()

"""The bundle's manifest and golden scores."""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from originlens import digests

VERSION = "3"
_GOLDEN_TOLERANCE = 0.05  # log-odds: other processors round other activations
_MANIFEST = """# Written by build.py.
name = "minilm-en"
method = "classifier"
version = "{version}"
languages = ["en"]
least_words = 30
max_tokens = 192
licence = "Apache-2.0"
source = "all-MiniLM-L6-v2 (Apache-2.0) fine-tuned by us on research data sets; CARD.md names them"
{optional}
[variants.int8]
model = "model.int8.onnx"

[variants.fp16]
model = "model.fp16.onnx"

[options]
{options}"""
_OPTIONS: Mapping[str, str | int | float | bool] = {"tokenizer": "tokenizer.json", "families": 1, "per_token": True}
NGRAMS = "ngrams.npy"
MODELS = ("model.int8.onnx", "model.fp16.onnx")
_OPTIONAL = {"card": "CARD.md", "calibration": "calibration.json", "golden": "golden.json"}


def manifest(folder: Path, ngrams: Mapping[str, float] | None = None) -> None:
    """Write bundle.toml with the digests of what lies in the folder now.

    `ngrams`: `skip_below` and `skipped_as`, which are kept from the manifest before where they are not given.
    """
    present = {key: name for key, name in _OPTIONAL.items() if (folder / name).exists()}
    files = ["tokenizer.json", *MODELS, *present.values()]
    options = dict(_OPTIONS)
    if (folder / NGRAMS).exists():
        files.insert(1, NGRAMS)
        before = tomllib.loads((folder / "bundle.toml").read_text("utf-8"))["options"] if ngrams is None else ngrams
        options |= {"ngrams": NGRAMS, "skip_below": before["skip_below"], "skipped_as": before["skipped_as"]}
    text = _MANIFEST.format(
        version=VERSION,
        optional="".join(f'{k} = "{v}"\n' for k, v in present.items()),
        options="".join(f"{k} = {json.dumps(v)}\n" for k, v in options.items()),
    )
    (folder / "bundle.toml").write_text(text + digests.tables(folder, files), "utf-8")


def forget(folder: Path) -> None:
    """Remove what belongs to another model: its n-grams, calibration, golden scores and card."""
    for name in (NGRAMS, *_OPTIONAL.values()):
        (folder / name).unlink(missing_ok=True)


def golden(
    folder: Path, texts: list[dict[str, str]], shipped: Callable[[str], float], exact: Callable[[str], float]
) -> None:
    """Write golden.json: what the int8 model scores on our own texts, and what the fp32 model does."""
    cases = [
        {
            "text": text["text"], "language": "en", "writer": text["writer"], "statistic": shipped(text["text"]),
            "tolerance": _GOLDEN_TOLERANCE, "fp32": exact(text["text"]),
        }
        for text in texts
    ]  # fmt: skip
    (folder / "golden.json").write_text(json.dumps({"cases": cases}, indent=1, ensure_ascii=False) + "\n", "utf-8")

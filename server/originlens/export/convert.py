"""A PyTorch classifier -> fp32 ONNX through optimum, with its tokenizer in one file; and its own scores, to compare.

Inputs: int64 (batch, length), both dynamic. Output: logits (batch, classes).
"""

import io
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from optimum.exporters.onnx import main_export
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging as transformers_logging

from originlens.errors import OriginlensError, first_line
from originlens.export.source import Source

OPSET = 17  # the last whose ReduceMax takes its axes as quantise.py gives them
_IDS, _MASK, _TYPES = "input_ids", "attention_mask", "token_type_ids"  # what the method `classifier` can give


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written, as the bundle's [options] need it; `types` is empty where the model has no such input."""

    types: str
    pad_id: int


def convert(source: Source, graph: Path, tokenizer: Path) -> Converted:
    """Write the fp32 ONNX file and tokenizer.json.

    Raises OriginlensError("export_failed") where optimum or the method cannot work with this architecture.
    """
    with _quiet(), tempfile.TemporaryDirectory(prefix="originlens-") as folder:
        fast = _tokenizer(source)
        fast.backend_tokenizer.save(str(tokenizer), pretty=False)
        try:
            main_export(
                str(source.folder), folder, task="text-classification", opset=OPSET, do_validation=False,
                local_files_only=True, trust_remote_code=False, library_name="transformers",
            )  # fmt: skip
        except Exception as error:  # torch, transformers and optimum raise whatever they like
            raise _failed(source, "optimum cannot export it", error) from error
        if list(Path(folder).glob("*.onnx_data")):
            raise OriginlensError("export_failed", f"{source.title} is too large: expected at most 2 GB of weights")
        shutil.move(Path(folder) / "model.onnx", graph)
    opened = onnx.load(graph, load_external_data=False).graph
    weights = {tensor.name for tensor in opened.initializer}
    inputs = [given.name for given in opened.input if given.name not in weights]
    unknown = [name for name in inputs if name not in (_IDS, _MASK, _TYPES)]
    if unknown or _MASK not in inputs:
        detail = f"{source.title} asks for the inputs {', '.join(inputs)}; the method gives {_IDS}, {_MASK}, {_TYPES}"
        raise OriginlensError("export_failed", detail)
    pad = fast.pad_token_id
    return Converted(_TYPES if _TYPES in inputs else "", 0 if pad is None else int(pad))


def logits(source: Source, converted: Converted, texts: Sequence[str]) -> NDArray[np.float64]:
    """(texts, classes): what PyTorch itself answers with the model's own tokenizer, one text at a time."""
    with _quiet():
        fast = _tokenizer(source)
        model = AutoModelForSequenceClassification.from_pretrained(str(source.folder), local_files_only=True).eval()
    names = [name for name in (_IDS, _MASK, converted.types) if name]
    rows = []
    with torch.inference_mode():
        for text in texts:
            inputs = fast(text, truncation=True, max_length=source.max_tokens, return_tensors="pt")
            rows.append(model(**{name: inputs[name] for name in names}).logits[0].double().numpy())
    return np.stack(rows)


def _tokenizer(source: Source) -> Any:
    try:
        made = AutoTokenizer.from_pretrained(str(source.folder), local_files_only=True, use_fast=True)
    except Exception as error:  # as above
        raise _failed(source, "its tokenizer cannot be read", error) from error
    if not made.is_fast:
        raise OriginlensError("export_failed", f"the tokenizer of {source.title} has no form in one tokenizer.json")
    return made


def _failed(source: Source, what: str, error: Exception) -> OriginlensError:
    told = f"{source.title}: {what} ({type(error).__name__}: {first_line(error)})"
    return OriginlensError("export_failed", told)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the libraries' advice: what matters of it is measured afterwards."""
    loggers = [logging.getLogger(name) for name in ("optimum", "torch")]
    levels = [logger.level for logger in loggers]
    told = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        transformers_logging.set_verbosity(told)
        if bars:
            transformers_logging.enable_progress_bar()

"""Recorded numbers of the reference implementations (torch 2.13 on a CPU, transformers 4.57, NumPy 2.4, vLLM)."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))


def digest(values: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()

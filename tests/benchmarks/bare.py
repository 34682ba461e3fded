"""Bare ONNX Runtime on the bundle's own model: the ceiling that the daemon is measured against."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from originlens.bundles import LoadedBundle
from originlens.pipeline.segment import segment

BATCH_TOKENS = 1024  # padded; the daemon's own budget on a CPU
Batch = dict[str, NDArray[np.int64]]


class BareModel:
    """The int8 variant with ONNX Runtime's default session options."""

    def __init__(self, bundle: LoadedBundle) -> None:
        self.tokenizer = Tokenizer.from_file(str(bundle.path(bundle.options["tokenizer"])))
        self.tokenizer.enable_truncation(bundle.max_tokens)
        self.session = onnxruntime.InferenceSession(
            str(bundle.path(bundle.manifest.variants["int8"].model)), providers=["CPUExecutionProvider"]
        )

    def prepare(self, texts: Sequence[str]) -> list[Batch]:
        """The texts' passages, tokenised, perfectly sorted by length, in padded batches."""
        passages = [piece.passage.text for text in texts for piece in segment(text).pieces]
        rows = sorted((e.ids for e in self.tokenizer.encode_batch(passages)), key=len)
        batches: list[list[list[int]]] = [[]]
        for row in rows:
            if (len(batches[-1]) + 1) * len(row) > BATCH_TOKENS and batches[-1]:
                batches.append([])
            batches[-1].append(row)
        return [self._pad(batch) for batch in batches]

    def _pad(self, rows: list[list[int]]) -> Batch:
        ids = np.zeros((len(rows), len(rows[-1])), np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)], mask[i, : len(row)] = row, 1
        return {"input_ids": ids, "attention_mask": mask}

    def run(self, batches: list[Batch]) -> None:
        for batch in batches:
            self.session.run(None, batch)

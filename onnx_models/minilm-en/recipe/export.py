"""Checkpoint -> fp32 ONNX graph with ORT's fused operators: through optimum, then ORT's transformer optimiser.

Inputs `input_ids`, `attention_mask`: int64 (batch, length), both dynamic. Outputs `llm`: a logit for each
token (batch, length); `family`: logits (batch, 9).
"""

import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from optimum.exporters.onnx.convert import export_pytorch
from optimum.exporters.onnx.model_configs import BertOnnxConfig
from tokenizers import Tokenizer

from .train import Classifier

OPSET = 17
INPUTS, OUTPUTS = ("input_ids", "attention_mask"), ("llm", "family")


class _TwoHeads(BertOnnxConfig):
    """Tells optimum what goes in and out; the token types are all zero and left to the encoder."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        return {name: {0: "batch", 1: "length"} for name in INPUTS}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        return {"llm": {0: "batch", 1: "length"}, "family": {0: "batch"}}


def export(encoder_folder: Path, checkpoint: Path, out: Path) -> onnx.ModelProto:
    """Export the trained classifier to `out` (fp32) and return it with fused operators."""
    model = Classifier(encoder_folder)
    model.load_state_dict(torch.load(checkpoint, map_location="cpu")["model"])
    model.eval()
    model.config = model.encoder.config
    export_pytorch(model, _TwoHeads(model.config, task="feature-extraction"), OPSET, out)
    options = FusionOptions("bert")
    options.use_multi_head_attention = True  # keeps the weights of q, k and v as plain MatMuls, to be quantised
    options.enable_embed_layer_norm = False  # keeps the Gather of the word embeddings, to be quantised
    fused = optimize_model(
        str(out), "bert", model.config.num_attention_heads, model.config.hidden_size, options, opt_level=0
    )
    return fused.model


def tokenizer(encoder_folder: Path, out: Path) -> None:
    """Copy the tokenizer with truncation and padding off: the method sets them."""
    shutil.copyfile(encoder_folder / "tokenizer.json", out)
    made = Tokenizer.from_file(str(out))
    made.no_truncation()
    made.no_padding()
    made.save(str(out), pretty=False)

"""GGUF weights -> fp32 ONNX graph through transformers and optimum -> weight-only 8-bit, and the tokenizer in one file.

Inputs `input_ids`, `attention_mask`, `position_ids`: int64 (batch, length). Output: logits (batch, length, vocabulary).
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from optimum.exporters.onnx import main_export
from tokenizers import Tokenizer, processors
from transformers import AutoModelForCausalLM, AutoTokenizer

BLOCK = 32  # weights that share a scale: as in the GGUF file, so that 8 bits lose next to nothing of its 4
BETWEEN_TEXTS = "<|endoftext|>"  # what stood before each text in training, so that its first word is foreseen too


def unpack(gguf: Path, folder: Path) -> None:
    """Write the GGUF file's weights and tokenizer into `folder`, as transformers keeps them."""
    AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32).save_pretrained(folder)
    AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(folder)


def export(model: Path, folder: Path) -> Path:
    """Write the fp32 graph of the causal language model in the folder `model` into `folder`, and return its path."""
    # "text-generation" without "-with-past": texts are read, not written, so no cache of past tokens is needed.
    main_export(str(model), folder, task="text-generation", do_validation=False)
    return folder / "model.onnx"


def tokenizer(model: Path, out: Path) -> None:
    """Save the tokenizer in the folder `model` so that it begins each text with BETWEEN_TEXTS.

    Read from the GGUF file it would begin with the mark of a chat turn, after which the model expects a role's name.
    """
    made = Tokenizer.from_file(str(model / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    first = made.token_to_id(BETWEEN_TEXTS)
    made.post_processor = processors.TemplateProcessing(
        single=f"{BETWEEN_TEXTS} $A", special_tokens=[(BETWEEN_TEXTS, first)]
    )
    made.save(str(out), pretty=False)


def int8(fp32: Path) -> onnx.ModelProto:
    """Weights in 8 bits, one scale for each BLOCK of them; activations stay float32."""
    model = untie(onnx.load(fp32))
    config = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, bits=8)
    quantiser = MatMulNBitsQuantizer(model, algo_config=config)
    quantiser.process()
    return embeddings_int8(quantiser.model.model)


def untie(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store what is the transpose of stored weights as weights of its own; changes `model`.

    optimum lets the last layer share the table of embeddings, and the two are quantised along different axes.
    """
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in [node for node in model.graph.node if node.op_type == "Transpose" and node.input[0] in stored]:
        axes = next((attribute.ints for attribute in node.attribute if attribute.name == "perm"), None)
        turned = np.ascontiguousarray(np.transpose(numpy_helper.to_array(stored[node.input[0]]), axes))
        model.graph.initializer.append(numpy_helper.from_array(turned, node.output[0]))
        model.graph.node.remove(node)
    return model


def embeddings_int8(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store the table that the token ids are looked up in as int8, with a scale for each row; changes `model`."""
    graph = model.graph
    gather = next(node for node in graph.node if node.op_type == "Gather" and node.input[1] == "input_ids")
    tensor = next(tensor for tensor in graph.initializer if tensor.name == gather.input[0])
    table = numpy_helper.to_array(tensor)
    scale = (np.maximum(np.abs(table).max(1, keepdims=True), 1e-12) / 127).astype(np.float32)
    graph.initializer.remove(tensor)
    graph.initializer.append(numpy_helper.from_array(np.round(table / scale).astype(np.int8), "words.codes"))
    graph.initializer.append(numpy_helper.from_array(scale, "words.scale"))
    nodes = [
        helper.make_node("Gather", ["words.codes", "input_ids"], ["words.found"]),
        helper.make_node("Gather", ["words.scale", "input_ids"], ["words.top"]),
        helper.make_node("Cast", ["words.found"], ["words.unscaled"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["words.unscaled", "words.top"], list(gather.output)),
    ]
    place = list(graph.node).index(gather)
    graph.node.remove(gather)
    for offset, node in enumerate(nodes):
        graph.node.insert(place + offset, node)
    return model

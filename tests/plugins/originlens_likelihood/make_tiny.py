"""Makes tiny.onnx, a causal language model of one node: python make_tiny.py (needs `onnx`; the tests do not).

`logits` (batch, length, 32) are a row of a fixed table for each token, so a prediction follows from the last token alone.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

WORDS = 32
table = (3 * np.random.default_rng(7).normal(size=(WORDS, WORDS))).astype(np.float32)
graph = helper.make_graph(
    [helper.make_node("Gather", ["table", "ids"], ["logits"])],
    "tiny",
    [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", WORDS])],
    [numpy_helper.from_array(table, "table")],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
save(model, Path(__file__).with_name("tiny.onnx"))

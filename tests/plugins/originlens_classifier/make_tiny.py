"""Makes tiny.onnx, a model of five nodes: python make_tiny.py (needs the `onnx` package; the tests do not).

`logits` (batch, 2) and `families` (batch, 9) are the mean over the text's tokens of a fixed table row by row;
`mask` keeps padding out of it, so a text's score is the same in every batch.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

WORDS = 32
rng = np.random.default_rng(7)
table = rng.normal(size=(WORDS, 11)).astype(np.float32)
nodes = [
    helper.make_node("Gather", ["table", "ids"], ["rows"]),
    helper.make_node("Cast", ["mask"], ["kept"], to=TensorProto.FLOAT),
    helper.make_node("Einsum", ["rows", "kept"], ["summed"], equation="blc,bl->bc"),
    helper.make_node("ReduceSum", ["kept", "last"], ["length"], keepdims=1),
    helper.make_node("Div", ["summed", "length"], ["mean"]),
    helper.make_node("Split", ["mean", "widths"], ["logits", "families"], axis=1),
]
shape = ["batch", "length"]
graph = helper.make_graph(
    nodes,
    "tiny",
    [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "mask")],
    [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 2]),
        helper.make_tensor_value_info("families", TensorProto.FLOAT, ["batch", 9]),
    ],
    [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
        numpy_helper.from_array(np.array([2, 9], np.int64), "widths"),
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
save(model, Path(__file__).with_name("tiny.onnx"))

"""Weights of hashed n-grams -> ONNX: what the first stage would ship as."""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper


def graph(weights: NDArray[np.float32], bias: float) -> onnx.ModelProto:
    """ONNX form of linear.logit: input `places`, int32 (n,); output `llm`, float32 (1,)."""
    constants = [
        numpy_helper.from_array(weights.astype(np.float16), "weights"),
        numpy_helper.from_array(np.float32([bias]), "bias"),
        numpy_helper.from_array(np.int64([0]), "axis"),
    ]
    nodes = [
        helper.make_node("Gather", ["weights", "places"], ["found"]),
        helper.make_node("Cast", ["found"], ["exact"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["exact", "axis"], ["total"], keepdims=1),
        helper.make_node("Shape", ["places"], ["size"]),
        helper.make_node("Cast", ["size"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Sqrt", ["count"], ["length"]),
        helper.make_node("Div", ["total", "length"], ["scaled"]),
        helper.make_node("Add", ["scaled", "bias"], ["llm"]),
    ]
    inputs = [helper.make_tensor_value_info("places", TensorProto.INT32, ["n"])]
    outputs = [helper.make_tensor_value_info("llm", TensorProto.FLOAT, [1])]
    made = helper.make_graph(nodes, "ngrams", inputs, outputs, constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)

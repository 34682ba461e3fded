"""An fp32 graph of a transformer -> int8 for a CPU and float16 for CUDA.

ORT's own dynamic quantisation takes one activation scale for the whole batch, so a text's score would
depend on its neighbours. Here every row (token) has a scale of its own, found from that row alone.
The graph has at most opset 17 (later ones reduce over axes given as an input). Weights may be shared between layers.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.transformers.float16 import convert_float_to_float16

# 7-bit weights: on processors without VNNI the int8 kernels add two products in 16 bits, and
# 255 * 64 * 2 is the most that does not saturate there. So every processor gives the same score.
_WEIGHT_TOP = 64
_GELU_LEAST = 0.17  # GELU is never below -0.16998, so its output needs no negative codes


def int8(model: onnx.ModelProto) -> onnx.ModelProto:
    """Word embeddings and every weight matrix in int8; activations uint8 with one scale a row."""
    return _Rowwise(_embeddings_int8(_copy(model))).model()


def fp16(model: onnx.ModelProto) -> onnx.ModelProto:
    """Word embeddings int8, the rest float16; outputs float32. CUDA's kernels sum layer norms in float32 anyway."""
    return convert_float_to_float16(_embeddings_int8(_copy(model)), keep_io_types=True, disable_shape_infer=True)


def _copy(model: onnx.ModelProto) -> onnx.ModelProto:
    other = onnx.ModelProto()
    other.CopyFrom(model)
    return other


def _embeddings_int8(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store the largest table that is gathered from, and used for nothing else, as int8 with a scale for each row."""
    graph = model.graph
    used = Counter(name for node in graph.node for name in node.input)
    tables = {t.name: t for t in graph.initializer if len(t.dims) == 2 and used[t.name] == 1}
    gathers = [n for n in graph.node if n.op_type == "Gather" and n.input[0] in tables]
    if not gathers:
        return model
    gather = max(gathers, key=lambda n: int(np.prod(tables[n.input[0]].dims)))
    name, ids = gather.input
    table = numpy_helper.to_array(tables[name])
    # The row of the padding may be all zeros.
    scale = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
    codes = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    graph.initializer.remove(tables[name])
    graph.initializer.extend(
        [numpy_helper.from_array(codes, f"{name}.codes"), numpy_helper.from_array(scale, f"{name}.scale")]
    )
    place = list(graph.node).index(gather)
    graph.node.remove(gather)
    nodes = [
        helper.make_node("Gather", [f"{name}.codes", ids], ["words.codes"], axis=0),
        helper.make_node("Gather", [f"{name}.scale", ids], ["words.scale"], axis=0),
        helper.make_node("Cast", ["words.codes"], ["words.unscaled"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["words.unscaled", "words.scale"], list(gather.output)),
    ]
    for offset, node in enumerate(nodes):
        graph.node.insert(place + offset, node)
    return model


class _Rowwise:
    """Replaces each MatMul by a constant with an integer one between quantised rows and columns."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._model = model
        self._weights = {t.name: t for t in model.graph.initializer if len(t.dims) == 2}
        self._coded: dict[str, tuple[NDArray[np.int8], NDArray[np.float32]]] = {}
        self._gelu = {n.output[0] for n in model.graph.node if n.op_type in ("BiasGelu", "Gelu", "FastGelu")}
        self._quantised: set[str] = set()

    def model(self) -> onnx.ModelProto:
        graph = self._model.graph
        self._constant("rows.tiny", np.float32(1e-9))
        self._constant("rows.shift", np.float32(_GELU_LEAST))
        self._constant("signed.scale", np.float32(1 / 127))
        self._constant("signed.zero", np.uint8(128))
        self._constant("positive.scale", np.float32(1 / 255))
        self._constant("positive.zero", np.uint8(0))
        nodes = [made for node in graph.node for made in self._replaced(node)]
        del graph.node[:]
        graph.node.extend(nodes)
        used = {name for node in nodes for name in node.input}
        for name in self._coded.keys() - used:
            graph.initializer.remove(self._weights[name])
        if not any(o.domain == "com.microsoft" for o in self._model.opset_import):
            self._model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
        return self._model

    def _constant(self, name: str, value: NDArray[np.generic] | np.generic) -> None:
        self._model.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))

    def _replaced(self, node: NodeProto) -> Iterator[NodeProto]:
        if node.op_type != "MatMul" or node.input[1] not in self._weights:
            yield node
            return
        rows, weight = node.input
        kind = "positive" if rows in self._gelu else "signed"
        if rows not in self._quantised:
            self._quantised.add(rows)
            yield from (_positive_rows if kind == "positive" else _signed_rows)(rows)
        codes, scale = self._codes(weight)
        out = node.output[0]
        yield helper.make_node(
            "MatMulIntegerToFloat",
            [f"{rows}.codes", f"{weight}.codes", f"{kind}.scale", f"{weight}.scale", f"{kind}.zero"],
            [f"{out}.unscaled"], domain="com.microsoft",
        )  # fmt: skip
        if kind == "signed":
            yield helper.make_node("Mul", [f"{out}.unscaled", f"{rows}.top"], [out])
            return
        # (x + shift) W = x W + shift * (column sums of W), so that constant is taken off again.
        self._constant(f"{out}.taken", (_GELU_LEAST * scale * codes.sum(0, dtype=np.int64)).astype(np.float32))
        yield helper.make_node("Mul", [f"{out}.unscaled", f"{rows}.top"], [f"{out}.shifted"])
        yield helper.make_node("Sub", [f"{out}.shifted", f"{out}.taken"], [out])

    def _codes(self, weight: str) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """The weight's codes and scales, made and added to the graph at its first use."""
        if weight not in self._coded:
            codes, scale = quantise_columns(numpy_helper.to_array(self._weights[weight]))
            self._constant(f"{weight}.codes", codes)
            self._constant(f"{weight}.scale", scale)
            self._coded[weight] = codes, scale
        return self._coded[weight]


def _signed_rows(rows: str) -> list[NodeProto]:
    """x -> round(127 x / max|x|) + 128, each row by its own maximum."""
    return [
        helper.make_node("ReduceMax", [rows], [f"{rows}.most"], axes=[-1]),
        helper.make_node("ReduceMin", [rows], [f"{rows}.least"], axes=[-1]),
        helper.make_node("Neg", [f"{rows}.least"], [f"{rows}.lowest"]),
        helper.make_node("Max", [f"{rows}.most", f"{rows}.lowest", "rows.tiny"], [f"{rows}.top"]),
        helper.make_node("Div", [rows, f"{rows}.top"], [f"{rows}.unit"]),
        helper.make_node("QuantizeLinear", [f"{rows}.unit", "signed.scale", "signed.zero"], [f"{rows}.codes"]),
    ]


def _positive_rows(rows: str) -> list[NodeProto]:
    """x -> round(255 (x + shift) / max(x + shift)), each row by its own maximum."""
    return [
        helper.make_node("Add", [rows, "rows.shift"], [f"{rows}.raised"]),
        helper.make_node("ReduceMax", [f"{rows}.raised"], [f"{rows}.most"], axes=[-1]),
        helper.make_node("Max", [f"{rows}.most", "rows.tiny"], [f"{rows}.top"]),
        helper.make_node("Div", [f"{rows}.raised", f"{rows}.top"], [f"{rows}.unit"]),
        helper.make_node("QuantizeLinear", [f"{rows}.unit", "positive.scale", "positive.zero"], [f"{rows}.codes"]),
    ]


def quantise_columns(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Codes and one scale a column: of eight clipping points, the one with the least squared error."""
    top = np.abs(weight).max(0)
    best_error = np.full(weight.shape[1], np.inf, np.float32)
    best = top / _WEIGHT_TOP
    for share in np.linspace(0.65, 1.0, 8, dtype=np.float32):
        scale = np.maximum(top * share / _WEIGHT_TOP, np.float32(1e-12))
        codes = np.clip(np.round(weight / scale), -_WEIGHT_TOP, _WEIGHT_TOP)
        error = ((codes * scale - weight) ** 2).sum(0)
        best = np.where(error < best_error, scale, best)
        best_error = np.minimum(error, best_error)
    best = best.astype(np.float32)
    return np.clip(np.round(weight / best), -_WEIGHT_TOP, _WEIGHT_TOP).astype(np.int8), best

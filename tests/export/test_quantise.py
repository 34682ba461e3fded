"""int8 with a scale for each row: near fp32, the same in every batch, also where layers share a weight."""

import numpy as np
import pytest

pytestmark = pytest.mark.export
WORDS, WIDTH = 40, 16


@pytest.fixture
def graph():
    """ids -> embedding (its first row zeros, as padding's is) -> two layers of one weight, as ALBERT has them."""
    pytest.importorskip("onnx", reason="needs the `export` extra")
    from onnx import TensorProto, helper, numpy_helper

    chance = np.random.default_rng(5)
    table = chance.normal(size=(WORDS, WIDTH)).astype(np.float32)
    table[0] = 0
    weight = chance.normal(size=(WIDTH, WIDTH)).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["rows"]),
        helper.make_node("MatMul", ["rows", "weight"], ["once"]),
        helper.make_node("Tanh", ["once"], ["bent"]),
        helper.make_node("MatMul", ["bent", "weight"], ["out"]),
    ]
    made = helper.make_graph(
        nodes, "shared",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["batch", "length", WIDTH])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(weight, "weight")],
    )  # fmt: skip
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def outputs(model, ids, folder):
    import onnx

    from originlens.runtime import OrtSession

    onnx.save(model, folder / "model.onnx")
    return OrtSession({"fp32": folder / "model.onnx"}, "cpu", 1).run({"ids": ids})[0]


@pytest.mark.parametrize("variant", ["int8", "fp16"])
def test_it_stays_near_fp32_and_leaves_the_graph_it_was_given(graph, variant, tmp_path):
    from originlens.export import quantise

    ids = np.arange(WORDS).reshape(2, -1)
    exact = outputs(graph, ids, tmp_path)
    made = getattr(quantise, variant)(graph)
    assert np.abs(outputs(made, ids, tmp_path) - exact).max() < 0.05 * np.abs(exact).max()
    assert (outputs(graph, ids, tmp_path) == exact).all()


def test_a_row_does_not_depend_on_the_others(graph, tmp_path):
    from originlens.export import quantise

    made = quantise.int8(graph)
    ids = np.arange(WORDS).reshape(4, -1)
    together = outputs(made, ids, tmp_path)
    alone = outputs(made, ids[2:3], tmp_path)
    assert (together[2:3] == alone).all()


def test_a_shared_weight_is_stored_once_and_as_bytes(graph):
    from originlens.export import quantise

    stored = {tensor.name: tensor.ByteSize() for tensor in quantise.int8(graph).graph.initializer}
    assert not {"table", "weight"} & set(stored)
    assert stored["weight.codes"] < WIDTH * WIDTH + 100


def test_a_table_with_another_use_is_kept_as_it_is(graph):
    from onnx import helper

    from originlens.export import quantise

    graph.graph.node.append(helper.make_node("Identity", ["table"], ["copy"]))
    names = {tensor.name for tensor in quantise.int8(graph).graph.initializer}
    assert "table" in names

"""The recipe of smollm2-135m on a random language model of the same kind, and the statistics against PyTorch."""

import sys

import numpy as np
import pytest

from originlens import bundles
from originlens.runtime import OrtSession
from originlens_likelihood.statistics import STATISTICS
from originlens_likelihood.tokens import tokens

pytestmark = pytest.mark.export
RECIPE = bundles.shipped_bundles() / "smollm2-135m"
IDS = np.random.default_rng(3).integers(0, 128, 60)


@pytest.fixture(scope="module")
def graph():
    pytest.importorskip("torch", reason="needs the `export` extra")
    sys.path.insert(0, str(RECIPE))
    import graph

    return graph


@pytest.fixture(scope="module")
def model(graph, tmp_path_factory):
    """A random model with the embeddings tied to the last layer, as SmolLM2's are, in a folder."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=128, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, tie_word_embeddings=True, initializer_range=0.3,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("model")
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def logits(model):
    """What PyTorch predicts for all but the first of IDS."""
    import torch
    from transformers import LlamaForCausalLM

    with torch.inference_mode():
        return LlamaForCausalLM.from_pretrained(model).eval()(torch.tensor(IDS[None])).logits[0, :-1]


@pytest.fixture(scope="module")
def fp32(graph, model, tmp_path_factory):
    return graph.export(model, tmp_path_factory.mktemp("onnx"))


def by_torch(logits, ids):
    """The statistics in PyTorch's own operations, float64."""
    import torch

    log_p = torch.log_softmax(logits.double(), -1)
    labels = torch.tensor(ids)[:, None]
    own = log_p.gather(-1, labels)[:, 0]
    rank = 1 + (logits.argsort(-1, descending=True) == labels).nonzero()[:, 1]
    p = log_p.exp()
    mean = (p * log_p).sum(-1)
    variance = (p * log_p.square()).sum(-1) - mean.square()
    return {
        "log_likelihood": own.mean().item(),
        "log_rank": rank.double().log().mean().item(),
        "entropy": torch.distributions.Categorical(logits=logits.double()).entropy().mean().item(),
        "lrr": (-own.sum() / rank.double().log().sum()).item(),
        "curvature": ((own.sum() - mean.sum()) / variance.sum().sqrt()).item(),
    }


def read(graph_file):
    """Logits of the ONNX graph for all but the first of IDS."""
    row = IDS[None]
    inputs = {"input_ids": row, "attention_mask": np.ones_like(row), "position_ids": np.arange(len(IDS))[None]}
    return OrtSession({"int8": graph_file}, "cpu", 1).run(inputs)[0][0, :-1]


@pytest.mark.parametrize("name", STATISTICS)
def test_each_statistic_equals_pytorchs_to_five_digits(name, logits):
    found = STATISTICS[name](tokens(logits.numpy(), IDS[1:]))
    assert found == pytest.approx(by_torch(logits, IDS[1:])[name], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", STATISTICS)
def test_the_exported_graph_says_what_pytorch_says(name, logits, fp32):
    assert STATISTICS[name](tokens(read(fp32), IDS[1:])) == pytest.approx(by_torch(logits, IDS[1:])[name], abs=1e-3)


def test_eight_bits_change_little_and_weigh_a_quarter(graph, logits, fp32, tmp_path):
    import onnx

    onnx.save(graph.int8(fp32), tmp_path / "int8.onnx")
    exact, found = (tokens(values, IDS[1:]) for values in (logits.numpy(), read(tmp_path / "int8.onnx")))
    for statistic in STATISTICS.values():
        assert statistic(found) == pytest.approx(statistic(exact), abs=0.05)
    made = onnx.load(tmp_path / "int8.onnx")
    matrices = [tensor for tensor in made.graph.initializer if len(tensor.dims) > 1 and np.prod(tensor.dims) >= 64 * 64]
    assert matrices
    assert all(tensor.data_type in (onnx.TensorProto.UINT8, onnx.TensorProto.INT8) for tensor in matrices)


def test_the_tokenizer_begins_each_text_with_what_stood_between_them(graph, tmp_path):
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    made = Tokenizer(models.WordLevel({graph.BETWEEN_TEXTS: 0, "<|im_start|>": 1, "bread": 2}))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(single="<|im_start|> $A", special_tokens=[("<|im_start|>", 1)])
    made.enable_truncation(1)
    made.save(str(tmp_path / "tokenizer.json"))
    graph.tokenizer(tmp_path, tmp_path / "out.json")
    assert Tokenizer.from_file(str(tmp_path / "out.json")).encode("bread bread").ids == [0, 2, 2]

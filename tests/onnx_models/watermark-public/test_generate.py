"""A tiny model with random weights writes under the marks, live; each is found by its own key."""

import sys
from pathlib import Path

import numpy as np
import pytest

from originlens_watermark.nulls import log_p

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
pytestmark = pytest.mark.export
torch = pytest.importorskip("torch", reason="needs the `export` extra")
import generate  # noqa: E402
import marks  # noqa: E402

SUMS = [mark for mark in marks.MARKS if not mark.is_ring]


@pytest.fixture(scope="module")
def model():
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=marks.V, hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=1, max_position_embeddings=256,
    )  # fmt: skip
    made = LlamaForCausalLM(config).eval()
    made.lm_head.weight.data *= 30  # some words are likelier than others
    return made


@pytest.fixture(scope="module")
def prompts():
    return torch.randint(20, marks.V, (2, generate.PROMPT), generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("mark", SUMS, ids=lambda mark: mark.name)
def test_text_under_a_mark_is_found_by_its_key(mark, model, prompts):
    tokens = 60
    rows = generate.write(model, prompts, tokens, mark, 3)
    assert [len(row["ids"]) for row in rows] == [tokens] * 2
    assert all(row["entropy"] > 1 for row in rows)
    assert min(min(row["ids"]) for row in rows) > 16
    for row in rows:
        scored = mark.scheme.score(np.array(row["ids"]), mark.settings)
        assert log_p(float(scored.values.sum()), len(scored.values), scored.null) < np.log(1e-4)


def test_a_ring_is_followed(model, prompts):
    mark = next(mark for mark in marks.MARKS if mark.name == "exp-edit")
    (row, _) = generate.write(model, prompts, 40, mark, 3)
    assert mark.scheme.test(np.array(row["ids"]), mark.settings, 99, seed=0).p == 0.01


def test_the_same_seed_writes_the_same(model, prompts):
    mark = SUMS[0]
    assert generate.write(model, prompts, 10, mark, 3) == generate.write(model, prompts, 10, mark, 3)


def test_torchs_permutation_is_ours():
    from originlens_watermark.mt19937 import permutation

    assert generate._permutation(77, 500).tolist() == permutation(77, 500).tolist()

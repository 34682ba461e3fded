"""Two faults of transformers' WatermarkDetector, live, so that readers see why our p-values differ from its own."""

import math

import numpy as np
import pytest

from originlens_watermark import kgw
from originlens_watermark.nulls import log_p
from originlens_watermark.scan import best

pytestmark = pytest.mark.export
KEY, V = 15485863, 500
OURS = kgw.Settings("left", KEY, V)


@pytest.fixture
def detector():
    pytest.importorskip("torch", reason="needs the `export` extra")
    from transformers import PretrainedConfig, WatermarkDetector, WatermarkingConfig

    marked = WatermarkingConfig(greenlist_ratio=0.25, bias=2.0, hashing_key=KEY, seeding_scheme="lefthash")
    config = PretrainedConfig(vocab_size=V, bos_token_id=0)
    return WatermarkDetector(config, "cpu", marked, ignore_repeated_ngrams=True)


def both_green():
    """Two words, each green after the other, as one pair in sixteen is."""
    for a in range(1, V):
        for b in range(a + 1, V):
            if kgw.score(np.array([a, b, a]), OURS).values.tolist() == [1, 1]:
                return a, b
    raise AssertionError("no such pair")


def test_green_tokens_are_the_same_in_both(detector):
    import torch

    ids = np.random.default_rng(1).integers(1, V, 200)
    theirs = detector(torch.tensor(ids)[None], return_dict=True)
    ours = kgw.score(ids, OURS)
    assert len(ours.values) == theirs.num_tokens_scored[0] == 199
    assert ours.values.sum() == theirs.num_green_tokens[0]


def test_it_counts_a_repeated_ngram_each_time_though_asked_not_to(detector):
    """Its Counter holds tensors, which are equal only to themselves. So a repeated line looks marked beyond all doubt."""
    import torch

    ids = np.array([*both_green()] * 20)
    theirs = detector(torch.tensor(ids)[None], return_dict=True)
    assert theirs.num_tokens_scored[0] == 39
    assert theirs.z_score[0] > 10
    assert theirs.p_value[0] < 1e-12
    ours = kgw.score(ids, OURS)
    assert len(ours.values) == 2
    assert math.exp(best(ours).log_p) == pytest.approx(1 / 16)


@pytest.mark.parametrize(("z", "times"), [(4, 1.6), (6, 16)])
def test_its_p_value_lacks_a_square_root_and_is_too_small(detector, z, times):
    """The approximation that it means, 1/2 (1 + sqrt(1 - exp(-2 z^2 / pi))), is near to the normal distribution."""
    normal = math.erfc(z / math.sqrt(2)) / 2
    meant = 1 - 0.5 * (1 + math.sqrt(1 - math.exp(-2 * z * z / math.pi)))
    assert meant < normal
    assert normal / detector._compute_pval(z) > times


def test_the_exact_tail_is_larger_still(detector):
    """A count of green tokens is skewed: 6 deviations above 15 of 60 are no 6 deviations of a normal distribution."""
    z = 6.0
    total = 60 * 0.25 + z * math.sqrt(60 * 0.25 * 0.75)
    exact = math.exp(log_p(math.ceil(total), 60, kgw.score(np.array([1, 2]), OURS).null))
    assert exact > 50 * detector._compute_pval(z)

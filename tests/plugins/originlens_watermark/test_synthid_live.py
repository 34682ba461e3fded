"""SynthID beside transformers' own SynthIDTextWatermarkLogitsProcessor, live: coins, masks, and text that it marks."""

import numpy as np
import pytest

from originlens_watermark import synthid
from originlens_watermark.draws import fresh_contexts
from originlens_watermark.scheme import first_of_each
from originlens_watermark.synthid import Settings

pytestmark = pytest.mark.export
KEYS = (654, 400, 836, 123, 340, 443, 597, 160, 57)


@pytest.fixture
def processor():
    torch = pytest.importorskip("torch", reason="needs the `export` extra")
    from transformers import SynthIDTextWatermarkLogitsProcessor

    return SynthIDTextWatermarkLogitsProcessor(
        ngram_len=5, keys=list(KEYS), sampling_table_size=2**16, sampling_table_seed=0, context_history_size=1024,
        device=torch.device("cpu"),
    )  # fmt: skip


def test_coins_and_mask_are_those_of_transformers(processor):
    import torch

    ids = np.random.default_rng(1).integers(0, 6, 300)
    every = np.lib.stride_tricks.sliding_window_view(ids, 5)
    theirs = processor.compute_g_values(torch.tensor(ids)[None])[0].numpy()
    assert (synthid.g_values(every, Settings(KEYS)) == theirs).all()
    mask = processor.compute_context_repetition_mask(torch.tensor(ids)[None])[0].numpy()
    positions, _ = fresh_contexts(*first_of_each(ids, 5))
    assert positions.tolist() == (np.flatnonzero(mask) + 4).tolist()


def test_text_that_transformers_marks_scores_high(processor):
    import torch

    torch.manual_seed(3)
    ids = torch.randint(0, 500, (1, 4))
    for _ in range(120):
        scores = processor(ids, torch.randn(1, 500))
        ids = torch.cat([ids, torch.multinomial(scores.softmax(-1), 1)], 1)
    scored = synthid.score(ids[0].numpy(), Settings(KEYS))
    deviation = (float(np.square(scored.null.weights).sum()) / 4 / len(scored.values)) ** 0.5
    assert scored.values.mean() > 0.5 + 8 * deviation

import numpy as np
import pytest

from originlens_watermark import unigram
from originlens_watermark.scheme import Bernoulli
from originlens_watermark.unigram import Settings, green_list
from tests.plugins.originlens_watermark.vectors import VECTORS, digest


@pytest.mark.parametrize("name", VECTORS["unigram_numpy"])
def test_the_list_is_that_of_gptwm(name):
    key, vocabulary, gamma = name.removeprefix("key").split("_")
    found = green_list(int(key), int(vocabulary[1:]), float(gamma[1:]))
    recorded = VECTORS["unigram_numpy"][name]
    assert found[:16].astype(int).tolist() == recorded["first16"]
    assert digest(found.astype(np.uint8)) == recorded["sha256_u8"]


def test_each_different_token_counts_once_and_strangers_not_at_all():
    scored = unigram.score(np.array([4, 9, 4, 4, 100, 2]), Settings(0, 100))
    assert scored.positions.tolist() == [0, 1, 5]
    assert scored.values.tolist() == green_list(0, 100, 0.5)[[4, 9, 2]].astype(float).tolist()
    assert scored.null == Bernoulli(0.5)

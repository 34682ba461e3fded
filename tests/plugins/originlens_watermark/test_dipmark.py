import hashlib
import random

import numpy as np
import pytest

from originlens_watermark import cuda, dipmark, mt19937
from originlens_watermark.dipmark import Settings

IDS = np.random.default_rng(8).integers(0, 301, 40)


def naive_seed(context, key):
    random.seed(key)
    secret = random.getrandbits(1024).to_bytes(128, "big")
    hashed = hashlib.sha256()
    hashed.update(np.array(context, np.int64).tobytes())
    hashed.update(secret)
    return int.from_bytes(hashed.digest(), "big") % (2**32 - 1)


@pytest.mark.parametrize("gamma", [0.5, 0.3])
def test_a_token_is_green_at_or_behind_the_quantile(gamma):
    scored = dipmark.score(IDS, Settings(42, 301, gamma, width=2))
    for position, value in zip(scored.positions, scored.values, strict=True):
        shuffled = mt19937.permutation(naive_seed(IDS[position - 2 : position].tolist(), 42), 301)
        quantile = (int(np.flatnonzero(shuffled == IDS[position])[0]) + 1) / 301
        assert value == (quantile >= gamma)


def test_its_null_is_the_share_behind_the_quantile():
    shuffled = np.arange(1, 302) / 301
    assert dipmark.score(IDS, Settings(42, 301, 0.3)).null.p == pytest.approx((shuffled >= 0.3).mean())


def test_a_context_that_comes_again_was_not_marked():
    scored = dipmark.score(np.array([1, 2, 3, 1, 2, 4]), Settings(42, 301, width=2))
    assert scored.positions.tolist() == [2, 3, 4]


def test_without_a_mark_a_token_is_green_as_often_as_its_null_says():
    ids = np.random.default_rng(13).integers(0, 301, 1500)
    scored = dipmark.score(ids, Settings(42, 301, 0.3, width=2))
    assert scored.values.mean() == pytest.approx(scored.null.p, abs=0.05)


def test_a_token_beyond_the_vocabulary_is_not_judged():
    assert len(dipmark.score(np.array([1, 2, 500]), Settings(42, 301, width=2)).values) == 0


def test_the_other_generator_shuffles_otherwise():
    scored = dipmark.score(IDS, Settings(42, 301, width=2, generator="cuda"))
    for position, value in zip(scored.positions, scored.values, strict=True):
        shuffled = cuda.permutation(naive_seed(IDS[position - 2 : position].tolist(), 42), 301)
        assert value == ((int(np.flatnonzero(shuffled == IDS[position])[0]) + 1) / 301 >= 0.5)

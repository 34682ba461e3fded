import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from originlens_watermark.scheme import Bernoulli, Scored

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import bias
import registry

TOML = """# Kept.

[[profile]]
id = "a"
settings = { key = 1 }

[[profile]]
id = "b"
settings = { key = 2 }
"""


def texts(green, count=300, length=150):
    chance = np.random.default_rng(1)
    return [
        Scored(np.arange(length), (chance.random(length) < green).astype(float), Bernoulli(0.25)) for _ in range(count)
    ]


def test_text_as_green_as_chance_needs_next_to_no_correction():
    assert bias.share(texts(0.25)) == pytest.approx(0.25, abs=0.01)
    assert bias.share(texts(0.2)) == 0


def test_text_that_is_greener_gets_its_own_share():
    assert bias.share(texts(0.3)) == pytest.approx(0.3, abs=0.01)


def test_the_share_is_that_of_the_greenest_beginning():
    begun = [
        Scored(one.positions, np.concatenate([np.ones(8), np.zeros(8), one.values[16:]]), one.null)
        for one in texts(0.25)
    ]
    assert bias.share(begun) >= 0.5


def test_shares_are_written_beside_their_profile_and_written_again():
    once = bias.written(TOML, {"a gpt2/50257": 0.2601, "b gpt2/50257": 0.0, "b qwen/151936": 0.3})
    assert once.startswith("# Kept.\n")
    one, two = tomllib.loads(once)["profile"]
    assert one == {"id": "a", "settings": {"key": 1}, "green_share": {"gpt2/50257": 0.2641}}
    assert two["green_share"] == {"gpt2/50257": 0.0, "qwen/151936": 0.304}
    again = bias.written(once, {"a gpt2/50257": 0.27})
    assert tomllib.loads(again)["profile"][0]["green_share"] == {"gpt2/50257": 0.274}
    assert bias.written(again, {}) == TOML


def test_only_lists_by_one_word_or_none_are_corrected():
    narrow = {profile.id for profile in registry.profiles() if bias.is_narrow(profile)}
    assert {"unigram", "kgw-transformers", "kgw-lm-self", "kgw-tgi", "vllm-sbw-self"} <= narrow
    assert not {"kgw-three-bricks", "dipmark-markllm", "synthid-transformers", "vllm-gumbel"} & narrow

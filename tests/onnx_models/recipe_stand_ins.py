"""Made-up scored blocks for the tests of the minilm-en recipe, which it makes importable: no model, no data."""

import sys

from originlens import bundles
from originlens.contract import FAMILIES
from originlens.pipeline.profile import Profile

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import texts
from recipe.score import Scored


def block(name, text="", **fields):
    plain = {
        "role": "calibrate", "half": "a", "source": "s", "domain": "news", "model": "m", "family": None,
        "first_party": True, "attack": None, "pair": None, "whole": False, "seen": True,
    }  # fmt: skip
    return texts.Block(key=name, document=name.split("/")[0], text=text, **plain | fields)


def scored(name, statistic, *, words=50, said=None, sure=4.0, **fields):
    logits = tuple(sure if f == said else 0.0 for f in FAMILIES)
    return Scored(block(name, **fields), Profile((statistic,), (words,), (logits,)))

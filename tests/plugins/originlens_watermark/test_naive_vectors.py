"""The schemes that vectors.json lacks, against what onnx_models/watermark-public/vectors.py recorded by naive formulas."""

import json
from pathlib import Path

import numpy as np
import pytest

from originlens_watermark import dipmark, exp_edit, gumbel, its_edit, kgw, vllm_sbw
from originlens_watermark.alignment import cheapest
from originlens_watermark.green import is_green
from originlens_watermark.mt19937 import permutation

VECTORS = json.loads(Path(__file__).with_name("naive_vectors.json").read_text("utf-8"))
KEY, V = 15485863, 50257


def only_value(scored):
    (value,) = scored.values.tolist()
    return value


@pytest.mark.parametrize("recorded", VECTORS["cuda_randperm"], ids=lambda r: str(r["V"]))
def test_lists_of_cuda(recorded):
    size = recorded["V"]
    found = is_green([recorded["seed"]] * size, list(range(size)), size, len(recorded["first"]), "cuda")
    told = ~np.isnan(found)
    assert told.mean() > 0.7  # near the border a rank cannot be told; more so in a small vocabulary
    wanted = np.isin(np.arange(size), recorded["first"])
    assert (found[told] == wanted[told]).all()


@pytest.mark.parametrize("recorded", VECTORS["markllm_kgw"], ids=lambda r: str(r["gram"]))
def test_kgw_of_markllm(recorded):
    settings = kgw.Settings("markllm", KEY, V, 0.5, 1)
    assert kgw.RULES["markllm"](recorded["gram"], settings) == recorded["seed"]
    assert only_value(kgw.score(np.array(recorded["gram"]), settings)) == recorded["green"]


@pytest.mark.parametrize("recorded", VECTORS["three_bricks_kgw"], ids=lambda r: str(r["gram"][0]))
def test_kgw_of_three_bricks(recorded):
    settings = kgw.Settings("three_bricks", 0, V, 0.5, 4)
    assert kgw.RULES["three_bricks"](recorded["gram"], settings) == recorded["seed"]
    assert only_value(kgw.score(np.array(recorded["gram"]), settings)) == recorded["green"]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("markllm_exp", gumbel.Settings("markllm", KEY, V)),
        ("three_bricks_openai", gumbel.Settings("three_bricks", 0, V)),
    ],
)
def test_gumbel(name, settings):
    for recorded in VECTORS[name]:
        value = only_value(gumbel.score(np.array(recorded["gram"]), settings))
        assert value == pytest.approx(-np.log1p(-recorded["u"]), rel=1e-12)


@pytest.mark.parametrize("recorded", VECTORS["dipmark"], ids=lambda r: str(r["gram"][-1]))
def test_dipmark(recorded):
    assert dipmark.seed(recorded["gram"][:-1], 42) == recorded["seed"]
    assert only_value(dipmark.score(np.array(recorded["gram"]), dipmark.Settings(42, V))) == recorded["green"]


@pytest.mark.parametrize("rule", ["selfhash", "lefthash"])
def test_sbw(rule):
    recorded = [one for one in VECTORS["vllm_sbw"] if one["rule"] == rule]
    width = 4 if rule == "selfhash" else 1
    found = [
        bool(vllm_sbw.score(np.array(one["gram"][-width - 1 :]), vllm_sbw.Settings(one["key"], rule, width)).values[0])
        for one in recorded
    ]
    assert found == [one["green"] for one in recorded]
    assert 0 < sum(found) < len(found)


def test_exp_edit():
    recorded = VECTORS["exp_edit"]
    settings = exp_edit.Settings(recorded["key"], recorded["V"], length=recorded["length"])
    ids = np.array(recorded["ids"])
    assert exp_edit.columns(settings, np.array([41]))[:, 0].tolist() == recorded["u"]
    costs = np.log1p(-exp_edit.columns(settings, ids)).astype(np.float32).T
    found = cheapest(costs, settings.skip, len(ids))
    assert found.cost == pytest.approx(min(recorded["costs"]), rel=1e-5)
    assert found.offset == int(np.argmin(recorded["costs"]))


def test_its_edit():
    recorded = VECTORS["its_edit"]
    settings = its_edit.Settings(recorded["seed"], recorded["V"], length=recorded["length"])
    order, ring = its_edit.secret(settings)
    assert order.tolist() == permutation(recorded["seed"], recorded["V"]).tolist()
    assert ring.tolist() == recorded["ring"]
    places = its_edit.places(order)[np.array(recorded["ids"])]
    costs = np.abs(places[:, None] / recorded["V"] - ring[None, :]).astype(np.float32)
    found = cheapest(costs, settings.skip, len(recorded["ids"]))
    assert found.cost == pytest.approx(min(recorded["costs"]), rel=1e-5)
    assert found.offset == int(np.argmin(recorded["costs"]))

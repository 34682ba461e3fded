import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from originlens_watermark.scheme import Bernoulli, Exponential, Scored

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import null
import registry


def scored(values, own):
    return Scored(np.arange(len(values)), np.asarray(values, float), own)


def test_a_count_is_spread_over_its_step_so_that_p_is_uniform():
    chance = np.random.default_rng(1)
    found = [null._smooth(scored(chance.random(9) < 0.25, Bernoulli(0.25)), chance.random()) for _ in range(3000)]
    assert stats.kstest(found, "uniform").pvalue > 0.001
    assert len(set(found)) > 2900


def test_a_sum_without_steps_is_as_it_is():
    values = scored([1.0, 2.0, 0.5], Exponential())
    assert null._smooth(values, 0.0) == null._smooth(values, 1.0)


def test_greener_text_is_told_by_the_test_and_redder_text_is_not():
    chance = np.random.default_rng(2)
    rows = [
        null._row("/x", [scored(chance.random(200) < green, Bernoulli(0.25)) for _ in range(200)])
        for green in (0.25, 0.35, 0.15)
    ]
    assert [row["ks_p"] < 1e-3 for row in rows] == [False, True, False]
    assert rows[1]["mean"] == pytest.approx(0.35, abs=0.01)
    assert rows[1]["at_2"] > 10 > rows[0]["at_2"]


def test_fresh_keys_differ_and_the_rest_stays():
    chance = np.random.default_rng(3)
    for profile in registry.profiles():
        one, two = null._rekeyed(profile, 50257, chance), null._rekeyed(profile, 50257, chance)
        assert one.settings != two.settings
        plain = {key: value for key, value in profile.settings.items() if key not in ("key", "keys", "seed")}
        assert plain.items() <= one.settings.items()


def test_the_whole_command_measures_goes_on_and_prints(tmp_path, monkeypatch, capsys):
    words = "the river was high and we waited for the boat which came late and full of people who had been at the fair"
    chance = np.random.default_rng(4)
    lines = [json.dumps({"text": " ".join(chance.permutation(words.split() * 12))}) for _ in range(30)]
    (tmp_path / "human.jsonl").write_text("\n".join(lines))
    given = ["--human", str(tmp_path / "human.jsonl"), "--work", str(tmp_path), "--texts", "8", "--drawn", "3"]
    monkeypatch.setattr(sys, "argv", ["null.py", *given, "--only", "vllm-gumbel", "kgw-transformers", "its-edit"])
    null.main()
    rows = [json.loads(line) for line in (tmp_path / "null.jsonl").read_text().splitlines()]
    assert {row["name"]: row["n"] for row in rows} == {
        "/kgw-transformers": 8, "/vllm-gumbel": 8, "/its-edit": 8,
        "*kgw-transformers": 15, "*vllm-gumbel": 15, "*its-edit": 15,
    }  # fmt: skip
    assert all(math.isfinite(row["ks"]) for row in rows)
    null.main()
    assert len((tmp_path / "null.jsonl").read_text().splitlines()) == 6
    assert "`vllm-gumbel`" in capsys.readouterr().out
    assert not (tmp_path / "tables" / "null-keys-second.md").exists()
    monkeypatch.setattr(null, "FIRST", 6)
    monkeypatch.setattr(sys, "argv", ["null.py", *given, "--only", "vllm-gumbel", "--second"])
    null.main()
    rest = [json.loads(line) for line in (tmp_path / "null-second.jsonl").read_text().splitlines()]
    assert [(row["name"], row["n"]) for row in rest] == [("/vllm-gumbel", 4), ("*vllm-gumbel", 15)]
    assert rest[0]["mean"] != next(row["mean"] for row in rows if row["name"] == "/vllm-gumbel")
    assert (tmp_path / "tables" / "null-keys-second.md").is_file()
    assert "river" not in (tmp_path / "tables" / "null-keys.md").read_text()

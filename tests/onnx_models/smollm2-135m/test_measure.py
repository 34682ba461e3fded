import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from originlens import bundles
from tests.plugins.originlens_likelihood.tiny_bundle import write_tiny_bundle

FOLDER = bundles.shipped_bundles() / "smollm2-135m"
sys.path.insert(0, str(FOLDER))
import measure  # noqa: E402
import tables  # noqa: E402

TEXT = (
    "The baker of our street sold us a loaf and told us a story before the rain began to fall. My aunt did not believe a "
    "word of it, paid with a coin that nobody had seen for years, and asked him where his brother kept the horse now."
)


@pytest.fixture
def data(tmp_path):
    """One of each group, three times over, and rows that belong to none."""
    rows = {"train": [], "check": [], "check_attack": []}
    for group in measure.GROUPS:
        domain = group.domains[0] if group.domains else "prose"
        rows[group.file] += [
            {
                "id": f"{group.name}/{i}", "text": TEXT, "label": group.label, "lang": "en",
                "source": group.source, "domain": domain, "attack": group.attack or None, "model": f"{group.model}-x",
            }
            for i in range(3)
        ]  # fmt: skip
    rows["check"].append(rows["check"][0] | {"id": "foreign", "lang": "de"})
    rows["check"].append(rows["check"][0] | {"id": "short", "text": "Too short to judge."})
    for name, some in rows.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row) + "\n" for row in some)
    return tmp_path


def test_each_group_is_drawn_in_turn_and_the_draw_is_seeded(data):
    drawn = measure.draw(data, 2)
    names = [row["group"] for row in drawn]
    assert names[: len(measure.GROUPS)] == [group.name for group in measure.GROUPS]
    assert len(drawn) == 2 * len(measure.GROUPS)
    assert not {"foreign", "short"} & {row["id"] for row in measure.draw(data, 9)}
    assert measure.draw(data, 2) == drawn


def test_scores_are_kept_without_the_text_and_not_made_again(data, monkeypatch):
    bundle = write_tiny_bundle(data / "tiny")
    rows = measure.draw(data, 1)
    first = list(measure.scored(rows, bundle, data / "scores.jsonl"))
    kept = (data / "scores.jsonl").read_text()
    assert "baker" not in kept
    monkeypatch.setattr(measure, "STATISTICS", {})  # scoring anew would lose them
    assert list(measure.scored(rows, bundle, data / "scores.jsonl")) == first
    assert (data / "scores.jsonl").read_text() == kept


def made_up(useful):
    """40 passages a group; LLMs stand 3 higher in `useful` and 1 higher for the encoder."""
    rng = np.random.default_rng(3)
    rows = []
    for group in measure.GROUPS:
        for i in range(40):
            llm = group.label == "llm"
            row = {name: float(rng.normal()) for name in (*measure.STATISTICS, "encoder")}
            row[useful] += 3 * llm
            row["encoder"] += llm
            rows.append(row | {"id": f"{group.name}/{i}", "group": group.name, "label": group.label, "words": 50})
    return rows


def test_a_useful_statistic_shows_alone_and_as_a_gain():
    told = tables.card(made_up("lrr"), measure.GROUPS)
    alone, together = told.split("\n\n")[1:]
    row = next(line for line in alone.splitlines() if "EQ-bench" in line)
    cells = dict(zip(alone.splitlines()[0].split("|"), row.split("|"), strict=True))
    assert float(cells[" `lrr` "].split(";")[0]) > 0.95
    assert 0.3 < float(cells[" `entropy` "].split(";")[0]) < 0.7
    gains = [float(line.split("|")[5].split("(")[0]) for line in together.splitlines()[2:]]
    assert len(gains) == 3
    assert min(gains) > 0.1


def test_a_direction_is_told():
    low = [row | {"entropy": -3.0 * (row["label"] == "llm") + row["entropy"]} for row in made_up("lrr")]
    row = next(line for line in tables.card(low, measure.GROUPS).splitlines() if "slop-score" in line)
    high, low_ = (float(part.strip().rstrip("%")) for part in row.split("|")[5].split(";")[1].split("/"))
    assert low_ > 60 > 20 > high


def test_an_odd_one_is_not_judged_by_what_it_taught():
    rows = made_up("lrr")
    for row in rows:
        row["label"] = "llm" if np.random.default_rng(abs(hash(row["id"])) % 2**32).random() < 0.5 else "human"
        for name in (*measure.STATISTICS, "encoder"):
            row[name] = 0.0
    odds = tables.cross_validated(rows)
    assert np.abs(odds).max() < 0.5


def test_the_regression_finds_the_odds_that_made_the_labels():
    rng = np.random.default_rng(5)
    features = np.column_stack([rng.normal(size=(20_000, 2)), np.ones(20_000)])
    p = 1 / (1 + np.exp(-features @ [1.5, -0.5, 0.0]))
    weights = tables.logistic(features, (rng.random(20_000) < p).astype(float))
    assert weights == pytest.approx([1.5, -0.5, 0.0], abs=0.1)


def test_the_card_names_every_group():
    card = (FOLDER / "CARD.md").read_text("utf-8")
    assert [group.name for group in measure.GROUPS if group.name not in card] == []


def test_the_scripts_lie_beside_the_card():
    assert {path.name for path in Path(FOLDER).glob("*.py")} == {"build.py", "graph.py", "measure.py", "tables.py"}

"""The files of an exported bundle: the product's own loader takes them, and the card hides nothing."""

import json
from pathlib import Path

import numpy as np
import pytest

from originlens import bundles
from originlens.export import bundle, checks
from originlens.export.labels import Choice
from originlens.export.source import Source

MEASURED = checks.Measured("int8", 100, 2.0, 0.01, 0.04, 1.0, 0.0)


def facts(**changes):
    source = Source(Path("x"), 'org/De"tector', ("Human", "AI"), "BertForSequenceClassification", 128)
    given = {
        "name": "mine", "source": source, "choice": Choice(1, "AI"), "licence": 'a "licence"\nof two lines',
        "languages": ("en",), "types": "token_type_ids", "pad_id": 3,
    }  # fmt: skip
    return bundle.Facts(**given | changes)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "mine"
    made.mkdir()
    for name in ("tokenizer.json", "model.int8.onnx", "model.fp16.onnx"):
        (made / name).write_text(name)
    return made


def test_the_loader_takes_the_manifest(folder):
    bundle.card(folder, facts(), [MEASURED], [])
    bundle.golden(folder, ["A text."] * 20, np.arange(20.0), [MEASURED])
    bundle.manifest(folder, facts(), ["int8", "fp16"])
    loaded = bundles.load(folder)
    told = loaded.manifest
    assert (told.name, told.method, told.licence) == ("mine", "classifier", 'a "licence"\nof two lines')
    assert told.source == 'org/De"tector, a Hugging Face BertForSequenceClassification, exported by Originlens'
    assert (told.languages, told.least_words, told.max_tokens) == (["en"], 30, 128)
    assert {name: variant.model for name, variant in told.variants.items()} == {
        "int8": "model.int8.onnx", "fp16": "model.fp16.onnx",
    }  # fmt: skip
    assert told.options == {"tokenizer": "tokenizer.json", "types": "token_type_ids", "pad_id": 3, "llm_class": 1}
    assert (told.card, told.golden, told.calibration) == ("CARD.md", "golden.json", None)


def test_a_variant_can_be_served_alone_and_a_model_without_types_names_none(folder):
    bundle.manifest(folder, facts(types=""), ["fp16"])
    told = bundles.load(folder).manifest
    assert list(told.variants) == ["fp16"]
    assert "types" not in told.options
    assert (told.card, told.golden) == (None, None)


def test_golden_readings_allow_for_what_was_measured(folder):
    texts = [f"Text {i}." for i in range(20)]
    bundle.golden(folder, texts, np.arange(20) / 3, [MEASURED])
    cases = json.loads((folder / "golden.json").read_text())["cases"]
    assert len(cases) == 8
    assert cases[1] == {"text": "Text 1.", "language": "en", "statistic": 0.333, "tolerance": 0.08}
    bundle.golden(folder, texts, np.arange(20) / 3, [])
    assert json.loads((folder / "golden.json").read_text())["cases"][0]["tolerance"] == 0.05


def test_the_card_says_what_is_not_known(folder):
    left_out = checks.Measured("fp16", 100, 2.0, 0.5, 3.0, 0.8, 0.0)
    bundle.card(folder, facts(choice=Choice(1, "LABEL_1", assumed=True), languages=()), [MEASURED], [str(left_out)])
    card = (folder / "CARD.md").read_text()
    assert card.startswith("# mine\n")
    for said in ("Not calibrated", "assumed", "every language", f"- {MEASURED}", "Left out", str(left_out)):
        assert said in card

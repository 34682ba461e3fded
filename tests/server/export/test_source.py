"""What a classifier's folder says of itself, and the errors where it is no folder, no hub id or no classifier."""

import json
import sys
from types import ModuleType

import pytest

from originlens.errors import OriginlensError
from originlens.export import source

CONFIG = {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "max_position_embeddings": 512}


@pytest.fixture
def saved(tmp_path):
    """A folder with a config of these keys beside the usual ones."""

    def make(**keys):
        folder = tmp_path / "my-detector"
        folder.mkdir(exist_ok=True)
        (folder / "config.json").write_text(json.dumps({**CONFIG, **keys}))
        return folder

    return make


def test_labels_come_in_the_order_of_the_classes(saved):
    found = source.find(str(saved(id2label={"1": "AI", "0": "Human"})))
    assert (found.title, found.labels) == ("my-detector", ("Human", "AI"))
    assert source.find(str(saved())).labels == ("LABEL_0", "LABEL_1")


@pytest.mark.parametrize(
    ("config", "tokenizer", "most"),
    [
        ({}, {}, 512),
        ({}, {"model_max_length": 128}, 128),
        ({"max_position_embeddings": 8192}, {"model_max_length": 10**30}, 512),
        ({"max_position_embeddings": 514, "model_type": "xlm-roberta", "pad_token_id": 1}, {}, 512),
        ({"max_position_embeddings": 130, "model_type": "roberta", "pad_token_id": 1}, {}, 128),
        ({"max_position_embeddings": None, "n_positions": 256}, {}, 256),
    ],
)
def test_the_longest_input_is_what_the_model_the_tokenizer_and_a_passage_allow(saved, config, tokenizer, most):
    folder = saved(**config)
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer))
    assert source.find(str(folder)).max_tokens == most


def test_a_model_without_a_trained_head_is_refused(saved):
    with pytest.raises(OriginlensError, match=r"BertModel; expected \.\.\.ForSequenceClassification"):
        source.find(str(saved(architectures=["BertModel"])))
    with pytest.raises(OriginlensError, match="no named architecture"):
        source.find(str(saved(architectures=None)))


def test_a_model_that_brings_code_is_refused(saved):
    with pytest.raises(OriginlensError, match="code of its own, which is not run"):
        source.find(str(saved(auto_map={"AutoModel": "model.Mine"})))


def test_a_folder_that_holds_no_model_is_told(tmp_path):
    with pytest.raises(OriginlensError, match=r"config\.json: No such file"):
        source.find(str(tmp_path))
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(OriginlensError, match=r"config\.json"):
        source.find(str(tmp_path))
    (tmp_path / "config.json").write_text("[]")
    with pytest.raises(OriginlensError, match="holds no JSON object"):
        source.find(str(tmp_path))


@pytest.mark.parametrize("given", ["gone", "./gone/away", "/gone", "a/b/c", "no folder"])
def test_what_is_neither_a_folder_nor_a_hub_id_is_told(given, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OriginlensError, match=r"expected one with config\.json"):
        source.find(given)


@pytest.fixture
def hub(monkeypatch):
    """A stand-in for the hub's library: `hub.answer` is called for each download."""
    module = ModuleType("huggingface_hub")
    module.asked = []

    def snapshot_download(name, allow_patterns):
        module.asked.append((name, tuple(allow_patterns)))
        return module.answer()

    module.snapshot_download = snapshot_download
    monkeypatch.setitem(sys.modules, "huggingface_hub", module)
    monkeypatch.delenv("HF_HUB_DISABLE_TELEMETRY", raising=False)
    return module


def test_a_hub_that_cannot_be_reached_is_told_with_the_way_round(hub):
    def answer():
        raise ConnectionError("no route to host\nand more")

    hub.answer = answer
    with pytest.raises(OriginlensError, match=r"some/model .*ConnectionError: no route to host\)") as raised:
        source.find("some/model")
    assert raised.value.code == "export_failed"
    assert "fetch the model's folder on another machine" in raised.value.remedy


def test_from_the_hub_weights_that_run_no_code_are_preferred(hub, saved):
    folder = saved(id2label={"0": "Human", "1": "AI"})
    hub.answer = lambda: str(folder)
    assert source.find("some/model").title == "some/model"
    assert "pytorch_model*.bin" not in hub.asked[0][1]
    assert "pytorch_model*.bin" in hub.asked[1][1]
    (folder / "model.safetensors").touch()
    source.find("some/model")
    assert len(hub.asked) == 3


def test_the_missing_extra_is_named_with_the_command(monkeypatch):
    monkeypatch.setattr(source, "EXTRA", ("json", "no_such_module"))
    with pytest.raises(OriginlensError, match=r"missing: no_such_module\)") as raised:
        source.require_extra()
    assert "pip install '.[export]'" in raised.value.remedy
    monkeypatch.setattr(source, "EXTRA", ("json",))
    source.require_extra()


@pytest.mark.parametrize(
    ("value", "codes"),
    [("en", ("en",)), (["en", "DE"], ("en", "de")), ("multilingual", ()), (None, ()), (["en", "multilingual"], ())],
)
def test_languages_are_codes_or_every_language(value, codes):
    assert source._languages(value) == codes

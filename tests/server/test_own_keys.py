"""The user's own keys: kept by name in a file of their owner, never told, and followed by whoever watches the switches."""

import json

import pytest

from originlens import bundles, own_keys, switches
from originlens.discover import candidates
from originlens.errors import OriginlensError
from originlens.key_reader import KeyReader

SECRET = 918273645
NAME = "watermark-public"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path))
    return tmp_path


def table(name="mine", key=SECRET):
    return {"id": name, "scheme": "kgw", "settings": {"rule": "left", "key": key}, "tokenizers": []}


def test_a_key_is_kept_replaced_and_removed(home):
    assert own_keys.add(NAME, table()) is False
    assert own_keys.add(NAME, table("other")) is False
    assert own_keys.add(NAME, table(key=5)) is True
    assert own_keys.names(NAME) == ["other", "mine"]
    assert own_keys.remove(NAME, "mine") is True
    assert own_keys.remove(NAME, "mine") is False
    assert own_keys.names(NAME) == ["other"]


def test_only_the_owner_reads_the_file(home):
    own_keys.add(NAME, table())
    file = home / "own" / NAME / "keys.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert json.loads(file.read_text())[0]["settings"]["key"] == SECRET


def test_a_damaged_file_is_told_without_what_it_holds(home):
    own_keys.add(NAME, table())
    file = home / "own" / NAME / "keys.json"
    file.write_text(file.read_text()[:-3])
    with pytest.raises(OriginlensError) as error:
        own_keys.names(NAME)
    assert "keys.json" in str(error.value)
    assert str(SECRET) not in str(error.value)


def test_a_change_makes_the_detector_another_candidate_and_a_running_daemon_look(home):
    def candidate():
        return next(one for one in candidates() if one.name == NAME)

    before, generation = candidate(), switches.read().generation
    told = bundles.load(before.folder).told_own
    own_keys.add(NAME, table())
    assert candidate() != before
    assert switches.read().generation > generation
    assert bundles.load(before.folder).told_own != told


def test_a_tokenizer_is_kept_with_its_widths(home):
    own_keys.add_tokenizer(NAME, "tiny", "{}", [100, 128])
    assert own_keys.has_tokenizer(NAME, "tiny")
    assert not own_keys.has_tokenizer(NAME, "gpt2")
    assert json.loads((home / "own" / NAME / "tiny.widths.json").read_text()) == [100, 128]


def test_a_tokenizer_is_removed_and_the_keys_that_name_it_are_known(home):
    own_keys.add_tokenizer(NAME, "tiny", "{}", [100])
    own_keys.add(NAME, {**table(), "tokenizers": ["tiny", "gpt2"]})
    own_keys.add(NAME, table("other"))
    generation = switches.read().generation
    assert own_keys.tokenizers(NAME) == ["tiny"]
    assert own_keys.needing(NAME, "tiny") == ["mine"]
    assert own_keys.remove_tokenizer(NAME, "tiny") is True
    assert switches.read().generation > generation
    assert own_keys.tokenizers(NAME) == []
    assert [file.name for file in (home / "own" / NAME).iterdir()] == ["keys.json"]
    assert own_keys.remove_tokenizer(NAME, "tiny") is False


@pytest.mark.parametrize("name", ["../tiny", "*", "gpt2", ""])
def test_nothing_is_removed_but_a_tokenizer_of_ones_own(name, home):
    own_keys.add_tokenizer(NAME, "tiny", "{}", [100])
    assert own_keys.remove_tokenizer(NAME, name) is False
    assert own_keys.tokenizers(NAME) == ["tiny"]


def test_the_reader_is_opened_with_the_users_keys():
    own_keys.add(NAME, table())
    with own_keys.key_reader() as (bundle, reader):
        assert bundle == NAME
        assert isinstance(reader, KeyReader)
        assert [one.name for one in reader.listed() if one.own] == ["mine"]


def test_a_reader_that_is_off_is_told():
    switches.change(disable=[NAME])
    with pytest.raises(OriginlensError, match="switched off"), own_keys.key_reader():
        pass


def test_a_key_that_no_longer_fits_is_told_by_name():
    own_keys.add(NAME, {**table(), "scheme": "gone"})
    with pytest.raises(OriginlensError, match="profile mine: scheme is 'gone'") as error, own_keys.key_reader():
        pass
    assert str(SECRET) not in str(error.value)


def test_a_tokenizer_without_its_widths_is_told(home):
    own_keys.add_tokenizer(NAME, "tiny", "{}", [100])
    (home / "own" / NAME / "tiny.widths.json").unlink()
    with pytest.raises(OriginlensError, match=r"tiny\.widths\.json"), own_keys.key_reader():
        pass


def test_a_key_that_the_detector_refuses_can_still_be_taken_away(home):
    own_keys.add(NAME, {**table(), "settings": {"rule": "left", "key": SECRET, "width": 0}})
    with pytest.raises(OriginlensError) as error, own_keys.key_reader():
        pass
    assert "mine: width is 0" in str(error.value)
    assert str(SECRET) not in str(error.value)
    assert own_keys.remove(own_keys.bundle_name(), "mine") is True
    with own_keys.key_reader() as (bundle, _):
        assert bundle == NAME

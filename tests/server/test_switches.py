"""switches.py: names go off and on, the generation always grows, a damaged file switches nothing off."""

import pytest

from originlens import switches


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path))
    return tmp_path


def test_without_a_file_everything_is_on():
    assert switches.read() == switches.Switches(frozenset(), 0)


def test_disable_and_enable_are_kept():
    switches.change(disable=["a", "b"])
    assert switches.read().disabled == {"a", "b"}
    switches.change(enable=["a"])
    assert switches.read().disabled == {"b"}


def test_every_change_raises_the_generation_even_an_empty_one():
    seen = [switches.change().generation for _ in range(3)]
    assert seen == sorted(set(seen))
    assert seen[0] > 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"disabled": 3, "generation": 1}', '{"disabled": []}'])
def test_a_damaged_file_reads_as_all_on_and_is_repaired_with_a_new_generation(own_home, content):
    (own_home / "plugins.json").write_text(content)
    assert switches.read() == switches.Switches()
    repaired = switches.change(disable=["a"])
    assert switches.read() == repaired
    assert repaired.generation > 1


def test_the_file_is_replaced_in_one_step_and_leaves_nothing_beside_it(own_home, monkeypatch):
    switches.change(disable=["a"])

    def full(*_args, **_keywords):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space left"):
        switches.change(disable=["b"])
    assert switches.read().disabled == {"a"}
    assert [file.name for file in own_home.iterdir()] == ["plugins.json"]

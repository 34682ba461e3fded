import importlib.util
import json

import pytest

from originlens import bundles

FOLDER = bundles.shipped_bundles() / "hidden-characters"
spec = importlib.util.spec_from_file_location("hidden_build", FOLDER / "build.py")
build = importlib.util.module_from_spec(spec)
spec.loader.exec_module(build)


def test_what_is_written_is_up_to_date():
    assert (FOLDER / "bundle.toml").read_text("utf-8") == build.manifest()
    assert json.loads((FOLDER / "lookalikes.json").read_text("utf-8")) == build.lookalikes()
    assert json.loads((FOLDER / "golden.json").read_text("utf-8"))["cases"] == json.loads(json.dumps(build.golden()))


@pytest.mark.parametrize(("drawn", "latin"), [("а", "a"), ("Α", "A"), ("ο", "o"), ("к", "k"), ("І", "I"), ("ѕ", "s")])
def test_letters_of_other_scripts_stand_for_latin_ones(drawn, latin):
    assert build.lookalikes()[drawn] == latin


@pytest.mark.parametrize("letter", ["a", "é", "ж", "д", "λ", "〇", "ا", "०", "1"])
def test_letters_that_pass_for_none_are_not_in_the_table(letter):
    assert letter not in build.lookalikes()

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import card

FOLDER = card.CARD.parent


def test_a_table_takes_the_place_of_the_old_one_and_nothing_else_changes():
    text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n<!-- y -->\nkept\n<!-- /y -->\n"
    assert card.filled(text, {"x": "| new \\\\ |\n"}) == text.replace("old", "\n| new \\\\ |\n")


def test_a_table_without_a_place_is_an_error():
    with pytest.raises(ValueError, match="no place for the table 'z'"):
        card.filled("", {"z": "| a |"})


def test_the_card_names_every_measuring_script_and_has_every_table_filled():
    text = card.CARD.read_text("utf-8")
    names = (
        "bias", "null", "false_alarms", "generate", "power", "spans", "damage", "speed", "speed_first", "card", "build",
    )  # fmt: skip
    for name in names:
        assert f"python onnx_models/watermark-public/{name}.py" in text
        assert (FOLDER / f"{name}.py").exists()
    places = re.findall(r"<!-- ([a-z-]+) -->(.*?)<!-- /\1 -->", text, re.DOTALL)
    assert len(places) == 12
    assert [name for name, table in places if table.count("\n|") < 3] == []

import math

import pytest

from originlens.cli.watermark.answers import FOUND, figure, record, table
from tests.server.cli.watermark.stand_in import Reader, tried

ROCKET = "🚀 so green it is"


@pytest.mark.parametrize(
    ("p", "told"), [(1, "1"), (0.0423, "0.042"), (0.00123, "0.0012"), (3.4e-12, "3e-12"), (9.9e-7, "1e-6")]
)
def test_a_p_value_has_few_figures(p, told):
    assert figure(math.log(p)) == told


def test_a_p_value_that_no_float_holds_is_told_all_the_same():
    assert figure(-2000.0) == "3e-869"


def test_a_record_counts_in_the_unit_that_was_asked_for():
    found = Reader().try_keys(ROCKET, False)
    assert record(found, ROCKET, "utf-16", every=False)["spans"][0]["start"] == ROCKET.index("green") + 1
    told = record(found, ROCKET, "code-point", every=True)
    assert told["spans"][0]["start"] == ROCKET.index("green")
    assert (told["marked"], told["key"], told["tokenizer"], told["tried"]) == (True, "left", "gpt2", 12)
    assert told["p_value"] == pytest.approx(math.exp(-60))
    assert len(told["configurations"]) == 12


def test_the_threshold_is_the_corrected_one():
    assert record([tried(log_p=math.log(FOUND))], "a", "utf-16", every=False)["marked"]
    assert not record([tried(log_p=math.log(FOUND) + 0.01)], "a", "utf-16", every=False)["marked"]


def test_a_table_tells_the_finding_the_score_and_what_was_tried(capsys):
    text = "one two green green four"
    reader = Reader()
    table(reader, reader.try_keys(text, False), text, "essay.txt", every=False, width=100)
    out = capsys.readouterr().out
    assert "Marked by the key left (kgw), read with gpt2: p = 9e-27" in out
    assert "characters 8 to 13" in out
    assert "█" in out
    assert "━" in out
    assert "60.0%" in out
    assert "... and 4 more; --all shows them." in out


def test_an_unmarked_text_is_told_without_a_verdict_on_who_wrote_it(capsys):
    reader = Reader()
    table(reader, reader.try_keys("a plain text", False), "a plain text", "[bold]x", every=True, width=100)
    out = capsys.readouterr().out
    assert "No mark found. That proves nothing" in out
    assert "[bold]x" in out
    assert "a permutation test." in out
    assert "human" not in out


def test_one_configuration_is_told_as_one(capsys):
    table(Reader(), [tried()], "a plain text", "x", every=False, width=100)
    assert "12 characters; 1 configuration tried: 1 key, 1 tokenizer\n" in capsys.readouterr().out

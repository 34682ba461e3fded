"""Aims beside figures, tables, and the order of the card."""

import sys

from originlens import bundles

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import ablate, calibrate, card, genres, section

from tests.onnx_models.recipe_stand_ins import scored


def test_a_missed_aim_says_by_how_much_and_a_met_one_says_so():
    missed = section.at_least("TPR", 0.92, 0.834, "83.4%")
    met = section.at_most("alarms", 0.01, 0.0039, "0.39%")
    told = section.aims_table([section.Section("x", "", (missed, met))])
    assert "missed by 8.6 points" in told
    assert told.splitlines()[-1].endswith("| met |")


def test_a_share_has_its_interval():
    assert section.cell(section.Share(1, 100)) == "1.00% (0.03% to 5.45%)"
    assert section.cell(section.Share(0, 0)) == "-"


def test_the_card_has_its_sections_in_order_with_their_figures(tmp_path):
    human = [scored(f"h{i}", -1 + i / 200, role="scan" if i % 4 == 0 else "calibrate") for i in range(400)]
    made = calibrate.calibrate(human, genres.writers, "somebody's texts", "2026-01-01")
    parts = [section.Section("First", "1 of 2\n"), section.Section("Second", "3 of 4\n", (section.Aim("a", "b", "c"),))]
    facts = card.Facts("python build.py", "2026-01-01", 3000, ["one source"], "- A note.\n")
    card.write(parts, made, facts, tmp_path / "CARD.md")
    told = (tmp_path / "CARD.md").read_text()
    places = [
        told.index(part) for part in ("## Aims", "| a | b | c | met |", "## First", "1 of 2", "## Second", "- A note.")
    ]
    assert places == sorted(places)
    assert "other 300 blocks" in told
    assert told.endswith("one source.\n")


def test_each_ablation_changes_what_it_names_and_nothing_else():
    text = "\u201cOne\u201d \u2014 two.\n- It's three.\n- Four."
    read = {name: variant(text) for name, variant in ablate.VARIANTS.items()}
    plain, kept, gone, lines, lists, written = read.values()
    assert plain == '"One" - two. It\'s three. Four.'
    assert kept == "\u201cOne\u201d \u2014 two. It's three. Four."
    assert gone == "One two. It's three. Four."
    assert lines.split() == plain.split()
    assert "\n" in lines
    assert lists.splitlines()[1] == "- It's three."
    assert written == text


def test_matched_lengths_are_matched():
    human = [scored(f"h{i}", 0.0, words=30 + i % 80) for i in range(200)]
    llm = [scored(f"l{i}", 0.0, words=60 + i % 50) for i in range(200)]
    sides = ablate.length_matched(human, llm, 7)
    counts = [sorted(s.words // 10 for s in side) for side in sides]
    assert counts[0] == counts[1]
    assert counts[0]

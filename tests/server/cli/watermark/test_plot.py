import pytest

from originlens.cli.watermark.plot import bars, ruler, running
from originlens.key_reader import TokenSeen


def test_the_running_score_is_the_mean_around_each_judged_token():
    tokens = [TokenSeen(i, i + 1, None if i == 3 else float(i >= 40)) for i in range(80)]
    scores = dict(running(tokens))
    assert 3 not in scores
    assert scores[10] == 0
    assert scores[79] == 1
    assert scores[40] == pytest.approx(13 / 25)
    assert running([]) == []


def test_bars_rise_from_chance_to_the_most_and_are_blank_where_nothing_was_judged():
    assert bars([(0, 0.25), (5, 0.6), (9, 0.95)], 0.25, 10, 10) == "▁    ▅   █"
    assert bars([(0, 0.1)], 0.25, 10, 2) == "▁ "
    assert bars([], 0.25, 0, 3) == "   "


def test_the_ruler_stands_under_the_spans():
    assert ruler([(2, 4), (8, 10)], 10, 10) == "  ━━    ━━"
    assert ruler([(0, 10)], 10, 5) == "━━━━━"
    assert ruler([(999, 1000)], 1000, 10) == "         ━"
    assert ruler([], 10, 10) == ""

"""Drawings are well-formed, say in words what they show, and put each share where its scale has it."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from originlens.evaluate.assess import share
from originlens.evaluate.plots import calibration, roc, strip
from tests.server.evaluate.made_up import outcome
from tests.server.evaluate.sample import sample


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def dots(drawing: str) -> list[tuple[float, float, str]]:
    found = parsed(drawing).iter("circle")
    return [(float(one.attrib["cx"]), float(one.attrib["cy"]), one.attrib["class"]) for one in found]


@pytest.mark.parametrize("drawing", [roc(sample()), calibration(sample().promise)], ids=["roc", "calibration"])
def test_a_drawing_has_a_name_and_says_its_figures_in_words(drawing) -> None:
    svg = parsed(drawing).find("svg")
    assert svg is not None
    assert svg.attrib["role"] == "img"
    assert svg.findtext("title")
    assert "%" in (svg.findtext("desc") or "")
    assert not re.search(r"\bnan\b|style=|#[0-9a-f]{3}", drawing)


def test_the_roc_is_a_staircase_within_its_frame() -> None:
    line = next(one for one in parsed(roc(sample())).iter("polyline") if one.attrib["class"] == "curve")
    points = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    for (x1, y1), (x2, y2) in pairwise(points):
        assert x2 >= x1
        assert y2 <= y1
        assert x1 == x2 or y1 == y2
    assert points[-1] == (372.0, 8.0)
    assert points[0][0] == 42.0


def test_a_kept_promise_lies_on_the_line_and_none_flagged_is_hollow_at_the_bottom() -> None:
    row = sample().promise[0]
    as_promised = replace(row, rate=0.1, human=replace(row.human, hits=10, n=100))
    nothing = replace(row, rate=0.01, human=replace(row.human, hits=0, n=100, low=0.0))
    (x1, y1, look1), (x2, y2, look2) = dots(calibration([as_promised, nothing]))
    assert (x1 - 42) / (372 - 42) == pytest.approx((224 - y1) / (224 - 8), abs=0.002) == pytest.approx(0.75, abs=0.002)
    assert (y2, look1, look2) == (224.0, "dot", "dot none")
    assert x2 < x1


def test_a_rate_at_which_nothing_was_judged_is_not_drawn() -> None:
    assert len(dots(calibration(sample().promise))) == sum(row.human.n > 0 for row in sample().promise) == 6


def test_a_strip_has_its_share_and_the_rate_promised() -> None:
    one = share("x", [outcome("human", 0.0, p=0.5)] * 99 + [outcome("human", 0.0, p=0.0005)], 0.01, judged_only=True)
    drawing = strip(one, 0.01)
    ((x, _, _),) = dots(drawing)
    promised = next(line for line in parsed(drawing).iter("line") if line.attrib["class"] == "promised")
    assert float(promised.attrib["x1"]) == pytest.approx(x, abs=0.1) == pytest.approx(75, abs=0.1)
    ((linear, _, _),) = dots(strip(replace(one, hits=50, n=100), None))
    assert linear == pytest.approx(75, abs=0.1)
    assert dots(strip(share("none", [], 0.01, judged_only=True), 0.01)) == []

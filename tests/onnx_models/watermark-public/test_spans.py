import sys
from pathlib import Path

import numpy as np
import pytest

from originlens_watermark import kgw

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import registry
import spans
from marks import Mark

KEY = 15485863
WORDS = (
    "river boat stone bread market evening window letter garden winter summer brother sister teacher morning".split()
)
AROUND = "The ferry was late again, so we sat on the wall and shared what was left of the bread. " * 3


@pytest.fixture(scope="module")
def reader():
    return registry.readers()[0]


def green(reader, count):
    """Words of which each is green after the one before, wherever there is one."""
    chance, text = np.random.default_rng(1), ""
    settings = kgw.Settings("left", KEY, 50257)
    for _ in range(count):
        for word in chance.permutation(WORDS):
            longer = f"{text} {word}"
            if kgw.score(reader.read(longer)[0][-2:], settings).values.all():
                break
        text = longer
    return text


def test_a_marked_part_is_found_with_its_boundaries(reader):
    mark = Mark("kgw-left", kgw, kgw.Settings("left", KEY, 50257))
    ends = spans.judged(mark, reader, [AROUND, green(reader, 80), " " + AROUND])
    assert ends is not None
    assert max(ends) <= 6


def test_nothing_is_found_without_the_key(reader):
    mark = Mark("kgw-left", kgw, kgw.Settings("left", KEY + 1, 50257))
    assert spans.judged(mark, reader, [AROUND, green(reader, 80), " " + AROUND]) is None

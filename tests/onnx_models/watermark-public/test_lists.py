import sys
from pathlib import Path

import numpy as np

from originlens_watermark import dipmark, green, kgw

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
from lists import Lists

TEXTS = [np.random.default_rng(i).integers(0, 300, 80) for i in range(5)]


def scores(texts=TEXTS):
    return [
        scheme.score(ids, settings).values.tolist()
        for ids in texts
        for scheme, settings in (
            (kgw, kgw.Settings("left", 15485863, 300)), (kgw, kgw.Settings("left", 15485863, 300, 0.5)),
            (kgw, kgw.Settings("left", 7, 300, generator="cuda")), (dipmark, dipmark.Settings(42, 300, width=2)),
        )
    ]  # fmt: skip


def test_the_answers_are_those_of_the_plugin():
    with Lists() as lists:
        found = lists.twice(scores)
    assert str(found) == str(scores())  # NaN is equal to itself as a string alone


def test_a_list_is_asked_once_for_all_texts(monkeypatch):
    asked = []
    real = green.is_green
    monkeypatch.setattr(green, "is_green", lambda seeds, *rest: asked.append(len(seeds)) or real(seeds, *rest))
    with Lists() as lists:
        lists.twice(lambda: scores([TEXTS[0]] * 3))
    assert len(asked) == 4
    assert max(asked) <= 79


def test_the_plugin_is_itself_again_afterwards():
    with Lists():
        assert kgw.is_green is not green.is_green
    assert kgw.is_green is green.is_green is dipmark.is_green

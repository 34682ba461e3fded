"""The recorded vectors come out again, live: PyTorch draws, and the rest is whole numbers."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
pytestmark = pytest.mark.export


def test_the_recorded_vectors_come_out_again():
    pytest.importorskip("torch", reason="needs the `export` extra")
    import vectors

    assert json.loads(vectors.RECORDED.read_text("utf-8")) == vectors.vectors()


def test_philox_is_that_of_its_authors():
    pytest.importorskip("torch", reason="needs the `export` extra")
    import vectors

    wanted = [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]  # Random123's known answer for zeros
    assert vectors.philox([0, 0, 0, 0], [0, 0]) == wanted

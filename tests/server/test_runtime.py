"""Devices as they really are."""

import pytest

from originlens import runtime
from originlens.errors import OriginlensError


def test_the_cpu_is_always_there() -> None:
    assert runtime.device("cpu") == "cpu"


def test_auto_finds_a_device_and_cuda_is_not_pretended() -> None:
    if runtime.device("auto") == "cuda":
        pytest.skip("this machine has a GPU")
    with pytest.raises(OriginlensError, match="no CUDA device"):
        runtime.device("cuda")

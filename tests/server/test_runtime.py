"""Devices as they really are."""

import pytest

from originlens import runtime
from originlens.errors import OriginlensError
from tests.tiny_bundle import TINY_MODEL


def test_the_cpu_is_always_there() -> None:
    assert runtime.device("cpu") == "cpu"


def test_auto_finds_a_device_and_cuda_is_not_pretended() -> None:
    if runtime.device("auto") == "cuda":
        pytest.skip("this machine has a GPU")
    with pytest.raises(OriginlensError, match="no CUDA device"):
        runtime.device("cuda")


@pytest.fixture
def driver_without_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """device() sees a GPU; ONNX Runtime, on a machine that has none, quietly opens on the CPU."""
    if runtime.device("auto") == "cuda":
        pytest.skip("this machine has a GPU")
    monkeypatch.setattr(runtime, "device", lambda wanted: "cuda")


@pytest.mark.usefixtures("driver_without_libraries")
def test_a_gpu_that_cannot_be_used_falls_back_to_the_cpus_own_variant_and_says_so() -> None:
    session = runtime.OrtSession({"fp16": TINY_MODEL, "int8": TINY_MODEL}, "auto", 1)
    assert (session.device, session.provider, session.variant) == ("cpu", "CPUExecutionProvider", "int8")


@pytest.mark.usefixtures("driver_without_libraries")
def test_a_gpu_that_was_asked_for_and_cannot_be_used_is_an_error() -> None:
    with pytest.raises(OriginlensError, match="could not use it"):
        runtime.OrtSession({"fp16": TINY_MODEL}, "cuda", 1)

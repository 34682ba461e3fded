"""The only file that runs ONNX Runtime (export/ uses its converters): devices, and sessions on them."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from originlens.errors import OriginlensError, first_line

Device = Literal["cpu", "cuda"]
_PROVIDERS: dict[Device, str] = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
# Weight-only and int8 models are the fast ones on a CPU, half precision on a GPU.
_PREFERRED: dict[Device, tuple[str, ...]] = {"cpu": ("int8", "fp32", "fp16"), "cuda": ("fp16", "fp32", "int8")}


@cache
def _ort() -> Any:
    import onnxruntime  # 0.3 s: only what opens a model pays for it

    onnxruntime.set_default_logger_severity(4)  # a missing GPU library is told by device(), in our words
    return onnxruntime


@cache
def device(wanted: str) -> Device:
    """The device that is really there for "auto", "cpu" or "cuda".

    get_available_providers() tells what the package was built with, so the devices are counted instead.
    Raises OriginlensError("device_missing") if "cuda" is wanted and is not there.
    """
    if wanted == "cpu":
        return "cpu"
    ort = _ort()
    built = _PROVIDERS["cuda"] in ort.get_available_providers()
    found = built and any(d.ep_name == _PROVIDERS["cuda"] for d in ort.get_ep_devices())
    if not found and built and Path("/proc/driver/nvidia/version").exists():
        found = True  # registered only once its libraries are loaded; the session tells the truth
    if found:
        ort.preload_dlls()  # the pip-installed CUDA libraries of the `cuda` extra
        return "cuda"
    if wanted == "cuda":
        raise OriginlensError(
            "device_missing", "device is 'cuda', and ONNX Runtime finds no CUDA device on this machine"
        )
    return "cpu"


class OrtSession:
    """An open model: implements contract.Session. `variant` and `provider` are what is really used."""

    def __init__(self, variants: Mapping[str, Path], wanted: str, threads: int) -> None:
        """Open the variant that fits the device. `variants`: name -> model file; `threads`: 0 for one a physical core.

        Raises OriginlensError("bundle_invalid") if the model cannot be opened, and "device_missing" if "cuda" is
        wanted and cannot be used.
        """
        self.device: Device = device(wanted)
        self._open(variants, threads)
        if self.device == "cuda" and self.provider != _PROVIDERS["cuda"]:
            # Asked for CUDA, ONNX Runtime runs on the CPU without raising when a library is missing.
            if wanted == "cuda":
                detail = "device is 'cuda', and ONNX Runtime could not use it: a CUDA library is missing"
                raise OriginlensError("device_missing", detail)
            self.device = "cpu"
            self._open(variants, threads)
        self.outputs = [output.name for output in self._session.get_outputs()]

    def _open(self, variants: Mapping[str, Path], threads: int) -> None:
        ort = _ort()
        self.variant = next((v for v in _PREFERRED[self.device] if v in variants), None) or next(iter(variants))
        options = ort.SessionOptions()
        # 0 lets ONNX Runtime pin one thread to each physical core, which is faster than as many unpinned ones.
        options.intra_op_num_threads = threads or _allowed()
        # Threads spin while a model runs and stop when it has: an idle daemon uses no CPU.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        providers: list[Any] = [_PROVIDERS["cpu"]]
        if self.device == "cuda":
            providers.insert(0, (_PROVIDERS["cuda"], {"arena_extend_strategy": "kSameAsRequested"}))
        try:
            self._session = ort.InferenceSession(str(variants[self.variant]), options, providers=providers)
        except Exception as error:  # ONNX Runtime raises a dozen unrelated types
            raise OriginlensError("bundle_invalid", f"{variants[self.variant].name}: {first_line(error)}") from error
        self.provider: str = self._session.get_providers()[0]

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        """Outputs in the model's order, float32, on the host."""
        if self.device == "cpu":
            values = self._session.run(None, dict(inputs))
        else:
            binding = self._session.io_binding()
            for name, value in inputs.items():
                binding.bind_cpu_input(name, np.ascontiguousarray(value))
            for name in self.outputs:
                binding.bind_output(name, "cuda")
            self._session.run_with_iobinding(binding)
            values = binding.copy_outputs_to_cpu()
        return [np.asarray(value, np.float32) for value in values]


def _allowed() -> int:
    """How many processors we may use where that is fewer than there are, else 0."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    return allowed if allowed < (os.cpu_count() or 1) else 0

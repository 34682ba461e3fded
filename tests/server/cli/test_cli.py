"""The command line as a whole: help comes without waiting for models or servers."""

import subprocess
import sys

HEAVY = ["onnxruntime", "aiohttp", "pydantic", "tokenizers", "selectolax", "markdown_it", "originlens.pipeline"]


def test_help_imports_nothing_heavy():
    program = f"import sys, originlens.cli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_of_the_readme_is_there(run):
    shown = run("--help").stdout
    for command in (
        "serve", "scan", "calibrate", "evaluate", "detectors", "plugin", "rules", "watermark", "pair", "extension",
    ):  # fmt: skip
        assert command in shown
    shown = run("plugin", "--help").stdout
    for command in ("list", "install", "remove", "enable", "disable", "check", "export"):
        assert command in shown


def test_the_version(run):
    from originlens import __version__

    assert run("--version").stdout == f"originlens {__version__}\n"

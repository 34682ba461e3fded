"""The tree keeps its shape: every source file has its tests, and none grows beyond one concept."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 250
TOP = {"pyproject.toml", "README.md", "server", "plugins", "onnx_models", "extension", "tests"}
# Only types and tables that other files' tests exercise, or files that are run as a whole by a test named here.
NO_TEST_OF_ITS_OWN = {
    "server/originlens/answer.py": "dataclasses alone",
    "server/originlens/discover.py": "the other half of registry.py",
    "server/originlens/export/convert.py": "tests/export run it, with the extra",
    "server/originlens/export/quantise.py": "tests/export/test_quantise.py, with the extra",
    "server/originlens/pipeline/request.py": "dataclasses alone",
    "server/originlens/pipeline/readings.py": "test_pipeline.py",
    "server/originlens/pipeline/blocks.py": "test_pipeline.py",
    "server/originlens/pipeline/conclude.py": "test_pipeline.py",
    "server/originlens/pipeline/marks.py": "test_pipeline.py",
    "server/originlens/pipeline/documents.py": "test_pipeline.py",
    "server/originlens/key_reader.py": "protocols and dataclasses alone",
    "server/originlens/text/genre/kind.py": "a dataclass alone",
}


def sources() -> list[str]:
    found = [*ROOT.glob("server/**/*.py"), *ROOT.glob("plugins/**/*.py")]
    return sorted(str(file.relative_to(ROOT)) for file in found if "__pycache__" not in str(file))


def mirrored(source: str) -> Path:
    path = Path(source)
    folder = Path("tests", *path.parent.parts).as_posix().replace("tests/server/originlens", "tests/server")
    name = path.parent.name if path.name == "__init__.py" else path.stem
    return ROOT / folder / f"test_{name}.py"


@pytest.mark.parametrize("source", sources())
def test_every_source_file_has_its_tests(source: str) -> None:
    code = (ROOT / source).read_text()
    only_a_docstring = "def " not in code and "class " not in code
    if source in NO_TEST_OF_ITS_OWN or only_a_docstring:
        return
    assert mirrored(source).exists(), f"{source} needs {mirrored(source).relative_to(ROOT)}"


def test_the_exceptions_exist_and_are_still_needed() -> None:
    assert [source for source in NO_TEST_OF_ITS_OWN if not (ROOT / source).exists()] == []
    assert [source for source in NO_TEST_OF_ITS_OWN if mirrored(source).exists()] == []


def test_no_file_is_too_long() -> None:
    files = [ROOT / source for source in sources()] + [*ROOT.glob("extension/**/*.js")]
    long = {str(f.relative_to(ROOT)): n for f in files if (n := len(f.read_text().splitlines())) > MOST_LINES}
    assert long == {}


def test_the_top_level_is_what_our_user_fixed() -> None:
    shown = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    assert shown - {"build", "dist", "shared"} == TOP

"""What pyproject.toml says is what is installed."""

import importlib.metadata
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_installed_methods_are_those_of_pyproject() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["originlens.methods"]
    installed = importlib.metadata.distribution("originlens").entry_points.select(group="originlens.methods")
    told = "an editable install does not notice a new row: install again"
    assert {ep.name: ep.value for ep in installed} == table, told


def test_every_method_can_be_imported() -> None:
    for ep in importlib.metadata.distribution("originlens").entry_points.select(group="originlens.methods"):
        assert callable(ep.load())

"""packages.py with the real pip, in an environment of the test's own."""

import sys
import venv
import zipfile
from importlib import metadata

import pytest

from originlens import packages
from originlens.errors import OriginlensError


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """A virtual environment that borrows the pip of this one, and whose packages this process sees."""
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=False)
    site = next(folder.glob("[Ll]ib*/**/site-packages"))
    outer = metadata.distribution("pip").locate_file("")
    (site / "outer.pth").write_text(str(outer))
    monkeypatch.setattr(sys, "executable", str(next(folder.glob("[Bbs][ic][nr]*/python*"))))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.syspath_prepend(site)
    return site


def wheel(folder, name, methods):
    """A wheel made by hand, so that no build tool is needed."""
    path = folder / f"{name}-1-py3-none-any.whl"
    points = "".join(f"{method} = {name}:open\n" for method in methods)
    with zipfile.ZipFile(path, "w") as out:
        info = f"{name}-1.dist-info"
        out.writestr(f"{name}.py", "raise SystemExit('installing must not import')\n")
        out.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        out.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        out.writestr(f"{info}/entry_points.txt", f"[originlens.methods]\n{points}" if methods else "")
        out.writestr(f"{info}/RECORD", "")
    return path


def test_a_wheel_with_a_method_comes_and_goes(environment, tmp_path):
    assert packages.add(wheel(tmp_path, "stranger", ["strange"])) == ["strange"]
    assert packages.package_of("strange") == "stranger"
    packages.remove("strange")
    assert packages.methods_of("stranger") == []


def test_a_package_without_a_method_is_uninstalled_again(environment, tmp_path):
    with pytest.raises(OriginlensError, match="no entry point") as caught:
        packages.add(wheel(tmp_path, "plain", []))
    assert caught.value.code == "plugin_failed"
    assert not (environment / "plain.py").exists()


def test_a_method_whose_name_is_taken_is_uninstalled_again(environment, tmp_path):
    packages.add(wheel(tmp_path, "first", ["strange"]))
    with pytest.raises(OriginlensError, match="first already has one"):
        packages.add(wheel(tmp_path, "second", ["strange"]))
    assert not (environment / "second.py").exists()
    assert packages.package_of("strange") == "first"


def test_a_package_that_was_there_before_and_is_no_method_stays(environment):
    with pytest.raises(OriginlensError, match="numpy has no entry point"):
        packages.add("numpy")
    assert metadata.version("numpy")


def test_pip_that_finds_nothing_is_told_with_its_code(environment):
    with pytest.raises(OriginlensError, match="pip install ended with code 1"):
        packages.add("originlens-no-such-method")


@pytest.mark.parametrize("name", ["--index-url=http://x", "-r", "a b", "git+https://x/y", "x @ file:///y", "", "a;b"])
def test_what_is_no_name_never_reaches_pip(name, monkeypatch):
    monkeypatch.setattr(packages, "_pip", lambda *arguments: pytest.fail(f"pip was called with {arguments}"))
    with pytest.raises(OriginlensError) as caught:
        packages.add(name)
    assert caught.value.code == "plugin_failed"


def test_our_own_methods_and_unknown_ones_cannot_be_uninstalled(monkeypatch):
    monkeypatch.setattr(packages, "_pip", lambda *arguments: pytest.fail("pip was called"))
    monkeypatch.setattr(packages, "package_of", {"ours": "originlens"}.get)
    with pytest.raises(OriginlensError, match="ships with Originlens"):
        packages.remove("ours")
    with pytest.raises(OriginlensError) as caught:
        packages.remove("nobody")
    assert caught.value.code == "plugin_unknown"

"""install.py: a bundle comes in whole or not at all, runs nothing, and can be taken away again."""

import hashlib
import tarfile
import zipfile

import pytest

from originlens import bundles, install, packages, switches
from originlens.errors import OriginlensError

MANIFEST = """
name = "{name}"
method = "residue"
version = "{version}"
licence = "MIT"
source = "made by a test"
[files."rules.json"]
sha256 = "{digest}"
size = {size}
"""


def make_bundle(folder, name="demo", version="1", content=b"{}"):
    folder.mkdir(parents=True)
    (folder / "rules.json").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    manifest = MANIFEST.format(name=name, version=version, digest=digest, size=len(content))
    (folder / "bundle.toml").write_text(manifest)
    return folder


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setenv("ORIGINLENS_HOME", str(home))
    return home


def refused(target):
    with pytest.raises(OriginlensError) as caught:
        install.install(str(target))
    return caught.value


def left_over(home):
    return sorted(path.name for path in home.glob(".staging-*")) + sorted(p.name for p in home.glob("bundles/*"))


def test_a_folder_is_installed_under_its_declared_name_and_the_daemon_is_told(tmp_path, own_home):
    before = switches.read().generation
    made = install.install(str(make_bundle(tmp_path / "any-folder", "demo")))
    assert made == install.Installed("bundle", ("demo",))
    assert bundles.load(own_home / "bundles" / "demo").version == "1"
    assert switches.read().generation > before
    assert left_over(own_home) == ["demo"]


@pytest.mark.parametrize("inside", ["", "repo-main"])
@pytest.mark.parametrize("suffix", [".zip", ".tar.gz", ".tgz"])
def test_archives_with_the_bundle_at_the_top_or_in_one_folder(tmp_path, own_home, suffix, inside):
    source = make_bundle(tmp_path / "source")
    path = tmp_path / f"download{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w") as out:
            for file in source.iterdir():
                out.write(file, f"{inside}/{file.name}" if inside else file.name)
    else:
        with tarfile.open(path, "w:gz") as out:
            out.add(source, inside or ".")
    assert install.install(str(path)).names == ("demo",)
    assert bundles.load(own_home / "bundles" / "demo").name == "demo"


def test_installing_again_replaces_and_switches_it_on(tmp_path, own_home):
    install.install(str(make_bundle(tmp_path / "one", version="1")))
    switches.change(disable=["demo"])
    install.install(str(make_bundle(tmp_path / "two", version="2", content=b"[2]")))
    assert bundles.load(own_home / "bundles" / "demo").version == "2"
    assert switches.read().disabled == frozenset()
    assert left_over(own_home) == ["demo"]


def test_a_wrong_digest_leaves_the_earlier_one_in_place(tmp_path, own_home):
    install.install(str(make_bundle(tmp_path / "one", version="1")))
    generation = switches.read().generation
    broken = make_bundle(tmp_path / "two", version="2")
    (broken / "rules.json").write_bytes(b"[]")
    assert refused(broken).code == "bundle_invalid"
    assert bundles.load(own_home / "bundles" / "demo").version == "1"
    assert switches.read().generation == generation
    assert left_over(own_home) == ["demo"]


def test_a_failed_move_puts_the_earlier_one_back(tmp_path, own_home, monkeypatch):
    install.install(str(make_bundle(tmp_path / "one", version="1")))
    rename = type(tmp_path).rename

    def once_full(path, target):
        if path.parent.name == "checked":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(type(tmp_path), "rename", once_full)
    with pytest.raises(OSError, match="No space left"):
        install.install(str(make_bundle(tmp_path / "two", version="2")))
    assert bundles.load(own_home / "bundles" / "demo").version == "1"


def test_the_name_of_a_shipped_bundle_is_refused(tmp_path, monkeypatch):
    make_bundle(tmp_path / "shipped" / "demo")
    monkeypatch.setattr(bundles, "shipped_bundles", lambda: tmp_path / "shipped")
    error = refused(make_bundle(tmp_path / "mine"))
    assert error.code == "plugin_failed"
    assert "'demo'" in error.detail


@pytest.mark.parametrize("name", ["../demo", "Demo", "", "a/b"])
def test_a_name_that_is_no_folder_name_is_refused(tmp_path, own_home, name):
    error = refused(make_bundle(tmp_path / "source", name))
    assert (error.code, left_over(own_home)) == ("bundle_invalid", [])
    assert repr(name) in error.detail


def test_a_link_in_a_folder_is_refused(tmp_path):
    source = make_bundle(tmp_path / "source")
    (source / "more").symlink_to("/etc")
    assert "more is a link" in refused(source).detail


def test_an_archive_without_a_manifest_and_a_path_that_is_not_there(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.writestr("readme.txt", "nothing")
    assert "no bundle.toml" in refused(tmp_path / "a.zip").detail
    assert refused(tmp_path / "gone.zip").code == "file_unreadable"
    assert refused(tmp_path / "gone" / "folder").code == "file_unreadable"


def test_code_in_a_bundle_is_not_run(tmp_path):
    source = make_bundle(tmp_path / "source")
    for name in ("__init__.py", "setup.py", "sitecustomize.py"):
        (source / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    install.install(str(source))
    assert not (tmp_path / "ran").exists()


def test_a_project_a_wheel_and_a_name_go_to_pip(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(packages, "add", lambda target: asked.append(target) or ["method"])
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    wheel = tmp_path / "x-1-py3-none-any.whl"
    for target in (project, wheel, "some-package"):
        assert install.install(str(target)) == install.Installed("package", ("method",))
    assert asked == [project, wheel, "some-package"]


def test_remove_takes_an_installed_bundle_away_and_forgets_its_switch(tmp_path, own_home):
    install.install(str(make_bundle(tmp_path / "source")))
    generation = switches.change(disable=["demo"]).generation
    install.remove("demo")
    assert left_over(own_home) == []
    assert switches.read().disabled == frozenset()
    assert switches.read().generation > generation


def test_what_ships_or_is_unknown_cannot_be_removed(tmp_path, monkeypatch):
    make_bundle(tmp_path / "shipped" / "demo")
    monkeypatch.setattr(bundles, "shipped_bundles", lambda: tmp_path / "shipped")
    with pytest.raises(OriginlensError, match="ships with Originlens"):
        install.remove("demo")
    with pytest.raises(OriginlensError, match=r"'\.\./demo'; known: .*demo") as caught:
        install.remove("../demo")
    assert caught.value.code == "plugin_unknown"

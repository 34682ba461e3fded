"""archive.py: plain files come out; whatever could leave the folder, or never end, is refused."""

import io
import stat
import tarfile
import zipfile

import pytest

from originlens import archive
from originlens.errors import OriginlensError

BAD_NAMES = ["/etc/x", "../x", "a/../../x", "C:/x", "C:x", "\\\\host\\x", "a\\..\\x", "a:stream"]


def make_zip(path, members):
    with zipfile.ZipFile(path, "w") as out:
        for name, content in members:
            out.writestr(name, content)
    return path


def make_tar(path, members):
    with tarfile.open(path, "w:gz") as out:
        for member, content in members:
            info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return path


def refused(path, to):
    with pytest.raises(OriginlensError) as caught:
        archive.unpack(path, to)
    return caught.value


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_files_in_folders_come_out_as_they_went_in(make, tmp_path):
    source = make(tmp_path / ("a.zip" if make is make_zip else "a.tgz"), [("b/c.txt", b"one"), ("b/d/e", b"")])
    to = tmp_path / "to"
    to.mkdir()
    archive.unpack(source, to)
    assert (to / "b/c.txt").read_bytes() == b"one"
    assert (to / "b/d/e").read_bytes() == b""


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_leave_the_folder_are_refused(name, tmp_path):
    to = tmp_path / "deep" / "to"
    to.mkdir(parents=True)
    for source in (make_zip(tmp_path / "a.zip", [(name, b"x")]), make_tar(tmp_path / "a.tar.gz", [(name, b"x")])):
        error = refused(source, to)
        assert error.code == "archive_unsafe"
        assert name.split("\\")[0] in error.detail
    assert list(to.rglob("*")) == []
    assert not (tmp_path / "deep" / "x").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
def test_links_and_devices_in_a_tar_are_refused(kind, tmp_path):
    info = tarfile.TarInfo("b/link")
    info.type, info.linkname = kind, "/etc/passwd"
    error = refused(make_tar(tmp_path / "a.tar", [(info, b"")]), tmp_path)
    assert error.code == "archive_unsafe"
    assert "link or a device" in error.detail


def test_links_in_a_zip_are_refused(tmp_path):
    info = zipfile.ZipInfo("b/link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert refused(make_zip(tmp_path / "a.zip", [(info, "/etc/passwd")]), tmp_path).code == "archive_unsafe"


def test_a_name_that_stands_twice_is_refused(tmp_path):
    to = tmp_path / "to"
    to.mkdir()
    error = refused(make_tar(tmp_path / "a.tgz", [("b", b"1"), ("b", b"2")]), to)
    assert (error.code, (to / "b").read_bytes()) == ("archive_unsafe", b"1")


def test_more_bytes_than_allowed_are_refused_while_they_come_out(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    bomb = make_tar(tmp_path / "a.tgz", [("a", b"0" * 600), ("b", b"0" * 600)])
    assert "more than 1,000 bytes" in refused(bomb, tmp_path).detail


def test_more_files_than_allowed_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    source = make_zip(tmp_path / "a.zip", [(f"f{i}", b"") for i in range(3)])
    assert "more than 2 files" in refused(source, tmp_path).detail


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_what_is_no_archive_or_cut_short_is_told(name, tmp_path):
    (tmp_path / name).write_bytes(b"not an archive")
    assert refused(tmp_path / name, tmp_path).code == "file_unreadable"
    whole = make_tar(tmp_path / "whole.tgz", [("a", bytes(range(256)) * 400)]).read_bytes()
    (tmp_path / "cut.tgz").write_bytes(whole[: len(whole) // 2])
    to = tmp_path / "to"
    to.mkdir()
    assert refused(tmp_path / "cut.tgz", to).code == "file_unreadable"

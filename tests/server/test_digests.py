"""digests.py: a file that is not what the manifest says is refused, with what differs."""

import hashlib
import tomllib

import pytest

from originlens.digests import tables, verify
from originlens.errors import OriginlensError

CONTENT = b"three geese"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_as_the_manifest_says_passes(tmp_path):
    (tmp_path / "a").write_bytes(CONTENT)
    verify(tmp_path, "a", DIGEST, len(CONTENT))


@pytest.mark.parametrize(
    ("name", "digest", "size", "told"),
    [("a", DIGEST, 12, "11 bytes"), ("a", "0" * 64, 11, "says 000000000000"), ("b", DIGEST, 11, "b: No such file"),
     ("../a", DIGEST, 11, "lies outside")],
)  # fmt: skip
def test_what_differs_is_told(tmp_path, name, digest, size, told):
    folder = tmp_path / "bundle"
    for place in (tmp_path, folder):
        place.mkdir(exist_ok=True)
        (place / "a").write_bytes(CONTENT)
    with pytest.raises(OriginlensError, match=told) as caught:
        verify(folder, name, digest, size)
    assert caught.value.code == "bundle_invalid"


def test_the_tables_of_a_manifest_hold(tmp_path):
    (tmp_path / "a.b").write_bytes(CONTENT)
    (tmp_path / "empty").write_bytes(b"")
    files = tomllib.loads(tables(tmp_path, ["a.b", "empty"]))["files"]
    assert files["a.b"] == {"sha256": DIGEST, "size": len(CONTENT)}
    assert files["empty"]["size"] == 0
    for name, said in files.items():
        verify(tmp_path, name, said["sha256"], said["size"])

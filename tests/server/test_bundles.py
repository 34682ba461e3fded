"""Bundles: every digest and key is checked, and each refusal says what is wrong."""

import hashlib
from pathlib import Path

import pytest

from originlens import bundles
from originlens.errors import OriginlensError

WEIGHTS = b"not really weights"


def write(folder: Path, **changes: str) -> Path:
    """A small bundle; `changes` replace whole lines of its manifest by their key."""
    folder.mkdir(parents=True)
    (folder / "data.bin").write_bytes(WEIGHTS)
    lines = {
        "name": f'name = "{folder.name}"',
        "method": 'method = "counting"',
        "version": 'version = "1"',
        "licence": 'licence = "MIT"',
        "source": 'source = "made in a test"',
        "more": "",
        "files": '[files."data.bin"]',
        "sha256": f'sha256 = "{hashlib.sha256(WEIGHTS).hexdigest()}"',
        "size": f"size = {len(WEIGHTS)}",
    }
    (folder / bundles.MANIFEST).write_text("\n".join((lines | changes).values()))
    return folder


def test_a_good_bundle_loads(tmp_path: Path) -> None:
    bundle = bundles.load(write(tmp_path / "tiny", more='languages = ["en"]\nleast_words = 7'))
    assert (bundle.name, bundle.version, bundle.languages, bundle.least_words) == ("tiny", "1", {"en"}, 7)
    assert bundle.path("data.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": 'name = "other"'}, "the folder is 'tiny' and the manifest says 'other'"),
        ({"more": "colour = 3"}, "colour: Extra inputs are not permitted"),
        ({"method": ""}, "method: Field required"),
        ({"size": "size = 3"}, "has 18 bytes, the manifest says 3"),
        ({"sha256": f'sha256 = "{"0" * 64}"'}, "the manifest says 000000000000"),
        ({"files": '[files."gone.bin"]'}, "gone.bin: No such file"),
        ({"files": '[files."../tiny2"]'}, "lies outside"),
        ({"more": 'calibration = "curve.json"'}, "curve.json is used but has no"),
        ({"more": "= ="}, "Invalid"),
        ({"version": 'version = "1"\nlanguages = ["English"]'}, "languages.0"),
    ],
)
def test_a_bad_bundle_says_what_is_wrong(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    with pytest.raises(OriginlensError) as caught:
        bundles.load(write(tmp_path / "tiny", **changes))
    assert caught.value.code == "bundle_invalid"
    assert told in caught.value.detail


def test_a_file_that_the_manifest_does_not_list_is_not_handed_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny")
    (folder / "more.bin").write_bytes(b"x")
    with pytest.raises(KeyError):
        bundles.load(folder).path("more.bin")


def test_a_bundle_without_a_model_has_no_session(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="variants"):
        bundles.load(write(tmp_path / "tiny")).session()


def test_a_model_that_is_no_model_says_so(tmp_path: Path) -> None:
    bundle = bundles.load(write(tmp_path / "tiny", more='[variants.int8]\nmodel = "data.bin"'), device="cpu")
    with pytest.raises(OriginlensError, match=r"data\.bin"):
        bundle.session()


def test_the_shipped_folders_are_there() -> None:
    assert bundles.shipped_bundles().is_dir()
    assert (bundles.shipped_extension() / "manifest.json").is_file()


def test_a_card_is_read_from_its_folder_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", more='card = "CARD.md"')
    assert bundles.card_of(folder) is None
    (folder / "CARD.md").write_text("# Tiny")
    assert bundles.card_of(folder) == "# Tiny"
    (tmp_path / "secret").write_text("x")
    assert bundles.card_of(write(tmp_path / "sly", more='card = "../secret"')) is None

import tomllib

import pytest

from originlens import bundles
from originlens_declared.terms import load

FILE = bundles.shipped_bundles() / "declarations" / "terms.toml"


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "ai"),
        ("https://schema.org/TrainedAlgorithmicMediaDigitalSource", "ai"), ("schema:HumanEditsDigitalSource", "human"),
        (" trainedalgorithmicmedia/ ", "ai"), ("algorithmicMedia", None), ("", None), ("a/" * 9999, None),
    ],
)  # fmt: skip
def test_a_source_type_is_known_by_its_last_part(terms, value, meaning):
    assert terms.source_type(value) == meaning


@pytest.mark.parametrize(
    ("types", "text"),
    [("Article", True), ("https://schema.org/blogposting", True), (["Thing", "Article"], True), ("ImageObject", False),
     (None, False), ([None, 5], False), ("schema:Recipe x", True)],
)  # fmt: skip
def test_texts_are_told_from_other_things(terms, types, text):
    assert terms.is_text(types) is text


@pytest.mark.parametrize("table", tomllib.loads(FILE.read_text("utf-8"))["label"], ids=lambda table: table["id"])
def test_a_label_matches_its_examples_alone(terms, table):
    for example in table["must_match"]:
        assert terms.label(example).label == table["id"]
        assert terms.label(f"“{example}”") is None
        assert terms.label(f"{example} And then it rained.") is None
        assert terms.label("x" * 400 + example) is None
    assert [terms.label(example) for example in table["must_not_match"]] == [None] * len(table["must_not_match"])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[disclosures]\n", "source_types is missing"),
        ('[source_types]\na = "robot"\n', "meaning is 'robot'; expected one of ai, assisted"),
        (FILE.read_text("utf-8") + '\n[[label]]\nid = "x"\nmeaning = "ai"\npattern = "("\n', "label x: "),
        (FILE.read_text("utf-8") + '\n[[label]]\nid = "x"\nmeaning = "ai"\n', "pattern is missing"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told(tmp_path, content, told):
    (tmp_path / "terms.toml").write_text(content, "utf-8")
    with pytest.raises(ValueError, match=told):
        load(tmp_path / "terms.toml")

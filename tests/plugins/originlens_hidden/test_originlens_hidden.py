import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import originlens_hidden
from originlens import bundles
from originlens.contract import BundleNeeded, Document

CASES = tomllib.loads(Path(__file__).with_name("legitimate.toml").read_text("utf-8"))["case"]
SPECIAL = (
    "\u00ad\u034f\u061c\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202d\u202e\u202f\u2003\u2004\u2060\u2062"
    "\u2066\u2067\u2069\u2800\ufe00\ufe0f\ufeff\U000e0041\U000e007f\U000e0100\U0001f3f4\U0001f469аеοab .\n\u05d0\u0e01"
)


HIDDEN = originlens_hidden.open(bundles.load(bundles.shipped_bundles() / "hidden-characters"))


def marks(*blocks):
    (reading,) = HIDDEN.read([HIDDEN.prepare(Document(blocks))])
    return reading.marks


def test_it_says_what_it_is():
    about = HIDDEN.about
    assert (about.name, about.kind, about.scope) == ("hidden-characters", "hidden", "document")


def test_it_needs_its_table():
    with pytest.raises(BundleNeeded, match=r"lookalikes\.json"):
        originlens_hidden.open(None)


@pytest.mark.parametrize("table", [[], {}, {"ab": "a"}, {"а": ""}])
def test_a_wrong_table_is_refused(tmp_path, table):
    (tmp_path / "lookalikes.json").write_text(json.dumps(table))

    class Bundle:
        name, version, languages, least_words, max_tokens = "x", "1", frozenset(), 0, 0

        def path(self, file):
            return tmp_path / file

    with pytest.raises(ValueError, match="expected an object from a letter"):
        originlens_hidden.open(Bundle())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_ordinary_use_raises_nothing(case):
    assert not case["text"].isascii()
    assert marks(case["text"]) == ()
    assert marks(*case["text"].split(" ")) == ()


def test_a_mark_stands_in_its_block_and_sort():
    found = marks("Plain.", "A plain b\u200bl\u200bock and p\u0430yment, refus\u0435d")
    assert [(mark.what, mark.block, mark.strength) for mark in found] == [
        ("hidden.zero-width", 1, "weak"), ("hidden.homoglyphs", 1, "weak"),
    ]  # fmt: skip
    assert all(mark.vendor is None and mark.family is None for mark in found)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet=SPECIAL, max_size=60) | st.text(max_size=30), max_size=3))
def test_whatever_the_text_spans_are_in_order_inside_it_and_apart(blocks):
    for mark in marks(*blocks):
        assert mark.spans
        edges = [edge for span in mark.spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(blocks[mark.block]) for start, end in mark.spans)
        assert mark.detail.isprintable()


class Counting(str):
    """A text that counts how much of it is cut out: what a search looks at, beside its one pass."""

    looked = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        Counting.looked += len(found)
        return found


@pytest.mark.parametrize("piece", [*SPECIAL, "a\u200b", "a\u00ad", "\u202ea", "aа", "x\u2004", "a\ufe00", "aа \u200ba"])
def test_what_is_looked_at_grows_with_the_length_alone(piece):
    looked = []
    for n in (200, 1_600):
        Counting.looked = 0
        for characters, find in HIDDEN._searches:
            if not characters.isdisjoint(piece):
                list(find(Counting(piece * n)))
        looked.append(Counting.looked + 1)
    assert looked[1] <= 8.5 * looked[0]

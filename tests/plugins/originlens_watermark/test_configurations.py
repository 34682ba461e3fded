import math
from dataclasses import replace

import pytest

from originlens_watermark.configurations import configurations, weights
from originlens_watermark.detect import detect
from originlens_watermark.profiles import load
from originlens_watermark.tokenizer import SUFFIX, Reader
from tests.plugins.originlens_watermark.tiny import PROFILES, marked, write_tiny_bundle


@pytest.fixture
def tiny(tmp_path):
    (tmp_path / "profiles.toml").write_text(PROFILES)
    left, half, slow, ring = load(tmp_path / "profiles.toml")
    return left, half, slow, ring


@pytest.fixture
def words(tmp_path):
    return Reader("words", tmp_path / "words", (400,), (512,))


def test_each_profile_is_tried_at_each_width_that_enters_its_mark(tiny, words):
    left, _, slow, _ = tiny
    free = replace(slow, scheme="vllm-gumbel", settings={"key": 1})
    found = configurations([left, free], [words], thorough=True)
    assert [(one.profile.scheme, one.width) for one in found] == [("kgw", 400), ("kgw", 512), ("vllm-gumbel", 400)]
    assert len(configurations([left, free], [words], thorough=False)) == 2
    elsewhere = replace(left, tokenizers=("other",))
    assert configurations([elsewhere], [words], thorough=True) == ()


def test_a_profile_that_names_widths_is_tried_at_those_alone_and_they_are_usual(tiny, words):
    left, _, slow, _ = tiny
    named = replace(left, vocabularies=(410, 420))
    found = configurations([named, slow], [words], thorough=True)
    assert [(one.profile.id, one.width, one.usual) for one in found] == [
        ("left", 410, True), ("left", 420, True), ("slow", 400, False), ("slow", 512, False)
    ]  # fmt: skip
    free = replace(named, scheme="vllm-gumbel", settings={"key": 1})
    assert [one.width for one in configurations([free], [words], thorough=True)] == [400]


def test_what_is_usual_and_what_is_ones_own_have_half_each(tiny, words):
    left, half, slow, _ = tiny
    mine = replace(slow, id="mine", own=True, quick=True)
    added = Reader("added", words.file, (400,), own=True)
    asked = configurations([left, half, slow, mine], [words, added], thorough=True)
    given = dict(zip(((o.profile.id, o.reader.name, o.width) for o in asked), weights(asked), strict=True))
    assert sum(given.values()) == pytest.approx(1)
    assert given["left", "words", 400] == pytest.approx(1 / 4 / 2)  # of two usual ones that ship
    assert given["slow", "words", 400] == given["left", "words", 512] == pytest.approx(1 / 4 / 4)
    assert given["mine", "words", 400] == given["left", "added", 400] == pytest.approx(1 / 4 / 4)
    assert given["slow", "added", 400] == given["mine", "words", 512] == pytest.approx(1 / 4 / 2)


def test_where_nothing_is_ones_own_and_all_is_usual_the_shares_are_alike(tiny, words):
    left, half, slow, _ = tiny
    assert weights(configurations([left, half], [words], thorough=False)) == [0.5, 0.5]
    assert weights(configurations([left, half, slow], [words], thorough=False)) == pytest.approx([0.25, 0.25, 0.5])
    assert weights(()) == []


def test_a_p_value_pays_by_these_shares(tiny, tmp_path):
    left, half, slow, _ = tiny
    reader = Reader("words", write_tiny_bundle(tmp_path / "tiny") / f"words{SUFFIX}", (400,))
    alone, with_others = (detect(marked(60), asked, [reader], 1e-3)[0] for asked in ([left], [left, half, slow]))
    assert with_others.log_p == pytest.approx(alone.log_p + math.log(4))

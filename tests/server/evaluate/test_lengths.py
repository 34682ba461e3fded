"""Texts cut to lengths are whole sentences within the range, the same each time, and not always the beginning."""

import pytest

from originlens.evaluate.lengths import BINS, Bin, cut
from originlens.evaluate.texts import Labelled
from originlens.text.sentences import sentences
from originlens.text.words import words

SENTENCES = [f"This is the {n} of our short and plain sentences here." for n in range(60)]
LONG = [Labelled(str(n), " ".join(SENTENCES), "llm", family="qwen") for n in range(30)]


@pytest.mark.parametrize("to", BINS, ids=str)
def test_a_cut_text_is_whole_sentences_within_the_range(to) -> None:
    found = list(cut(LONG, to))
    assert len(found) == 30
    for one in found:
        assert to.least <= len(words(one.text)) < to.most
        assert {one.text[a:b] for a, b in sentences(one.text)} <= set(SENTENCES)
        assert one.family == "qwen"


def test_cuts_start_anywhere_and_are_the_same_each_time() -> None:
    first = [one.text for one in cut(LONG, BINS[0])]
    assert len({text[:20] for text in first}) > 5
    assert len({len(words(text)) for text in first}) > 1
    assert [one.text for one in cut(LONG, BINS[0])] == first


def test_a_text_that_fits_no_range_is_left_out() -> None:
    short = Labelled("a", SENTENCES[0], "human")
    endless = Labelled("b", "word " * 300 + ".", "human")
    assert list(cut([short, endless], Bin(30, 50))) == []
    assert [one.id for one in cut([short, endless], BINS[-1])] == ["b"]


def test_the_last_range_keeps_texts_whole() -> None:
    assert [one.text for one in cut(LONG[:1], BINS[-1])] == [LONG[0].text]


def test_ranges_name_themselves() -> None:
    assert [str(one) for one in BINS] == ["30-50", "50-100", "100-200", "200 and more"]

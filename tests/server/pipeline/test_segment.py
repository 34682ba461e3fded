"""Cutting blocks into passages, and refusing what is not prose."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens.pipeline.segment import CORE_WORDS, MOST_WORDS, OVERLAP_WORDS, segment
from tests.server.pipeline.stand_ins import HUMAN

STORY = (
    "My grandmother kept bees behind the railway station until the winter the river froze. She wore her brother's old "
    "army coat and a hat with a curtain sewn to it, and she talked to the hives as if they owed her money. When I was "
    "nine she let me lift a frame. I remember the weight of it, the smell of warm wax, and that I held my breath so "
    "long that I saw stars. Nobody was stung that day except the postman, who had come about a parcel and stayed to "
    "give advice. He had opinions on smoke. He had opinions on sugar too, and on the right month to paint a hive, and "
    "grandmother listened to all of them with her head on one side before she told him to leave. Years later I found "
    "her notebook in a drawer with string and candle ends. Most pages hold only weather, yet here and there she wrote "
    "a line about us. On the fourth of May, between a swarm and a bill for nails, it says that the boy is afraid but "
    "comes anyway. I have kept that page. The hives were sold to a man from the next valley, who promised to visit and "
    "never did, and the shed fell down by itself one night in March without waking anybody. In spring the plum trees "
    "still hum, so some of them must have stayed. My daughter asks why I stand there listening when we are late for "
    "the train. I tell her that I am counting, which is what grandmother used to say, and she counts along with me "
    "until the signal drops and we both have to run. We always catch it. The guard knows us by now and holds the door."
)


def test_a_short_block_is_one_passage() -> None:
    cut = segment(HUMAN)
    assert [(p.start, p.end) for p in cut.pieces] == [(0, len(HUMAN))]
    assert (cut.language, cut.words) == ("en", 51)


def test_a_long_block_becomes_windows_of_whole_sentences_that_overlap() -> None:
    cut = segment(STORY)
    lengths = [piece.passage.words for piece in cut.pieces]
    assert max(lengths) <= MOST_WORDS + OVERLAP_WORDS
    assert min(lengths) >= CORE_WORDS / 2
    assert all(STORY[piece.start : piece.end].endswith(".") for piece in cut.pieces)
    for before, after in itertools.pairwise(cut.pieces):
        shared = before.first + len(before.passage.sentences) - after.first
        assert shared > 0
        assert sum(n for _, _, n in cut.sentences[after.first : after.first + shared]) <= OVERLAP_WORDS


def test_the_sentences_of_a_window_are_those_of_the_block() -> None:
    cut = segment("\u201cOh\u201d \u2014 " + STORY)
    assert sum(n for _, _, n in cut.sentences) == cut.words
    for piece in cut.pieces:
        for i, (start, end) in enumerate(piece.passage.sentences, piece.first):
            assert cut.original(piece, start, end) == cut.sentences[i][:2]


def test_one_endless_sentence_is_cut_too() -> None:
    endless = " ".join(f"word{i}" for i in range(1000))
    assert max(piece.passage.words for piece in segment(endless).pieces) <= MOST_WORDS + OVERLAP_WORDS


@given(st.text(st.sampled_from("ab .!?\n\u201c\u2014\u200b\U0001f600"), max_size=3000))
def test_sentences_cover_every_word_once_and_windows_cover_every_sentence(text: str) -> None:
    cut = segment(text)
    assert sum(n for _, _, n in cut.sentences) == cut.words
    edges = [edge for start, end, _ in cut.sentences for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    covered = {i for p in cut.pieces for i in range(p.first, p.first + len(p.passage.sentences))}
    assert covered == set(range(len(cut.sentences)))


def test_a_span_in_a_passage_maps_to_the_block() -> None:
    text = "\u201cOh\u201d \u2014 " + STORY
    cut = segment(text)
    piece = cut.pieces[-1]
    at = piece.passage.text.index("guard")
    assert text[slice(*cut.original(piece, at, at + 5))] == "guard"


@pytest.mark.parametrize(
    "text", ["12 34 56 78 90 " * 20, "buy now " * 60, "x" * 400 + " and" * 10 + " some more words here " * 5]
)
def test_what_is_not_prose_says_so(text: str) -> None:
    reason = segment(text).reason
    assert reason is not None
    assert reason.code == "not_prose"


def test_prose_is_prose() -> None:
    assert segment(STORY).reason is None

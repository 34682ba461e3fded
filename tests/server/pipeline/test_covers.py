"""What a leftover covers: its paragraph, or the sentences around it in a long one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from originlens.answer import Evidence
from originlens.pipeline.covers import MOST_WORDS, with_covers
from originlens.text.words import words

MARK = "turn0search0"
SENTENCE = "The ferry left the old harbour at nine with ten people on it. "  # 13 words


def leftover(text, *strings, strength="strong", what="rule", kind="residue"):
    spans = tuple((text.index(string), text.index(string) + len(string)) for string in strings or (MARK,))
    return Evidence("d", kind, what, strength, spans)


def covered(text, *evidence):
    (first, *_) = with_covers(text, evidence or (leftover(text),))
    return [text[start:end] for start, end, _ in first.covers]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (f"The ferry left at nine. {MARK}", f"The ferry left at nine. {MARK}"),
        (f"A heading\n\nThe ferry left. {MARK}\n\nThe bus did not.", f"The ferry left. {MARK}"),
        (f"A heading\n  \n The ferry left. {MARK} \n\n\nThe bus did not.", f"The ferry left. {MARK}"),
        (f"One\nThe ferry left. {MARK}\nTwo", f"The ferry left. {MARK}"),
        (f"- Opened: 1911 {MARK}\n- Length: 80 m\n- Painted: red", f"- Opened: 1911 {MARK}"),
        (f"It rained.\n\n{MARK}\n\nIt snowed.", MARK),
        (
            f"渡船は九時に出た。{MARK}客は十人だった。\n\n次の日は雪だった。",
            f"渡船は九時に出た。{MARK}客は十人だった。",
        ),
    ],
)
def test_it_is_the_paragraph_and_no_heading_or_item_beside_it(text, passage):
    assert covered(text) == [passage]


def test_a_paragraph_that_was_wrapped_by_hand_is_one():
    text = (
        f"The ferry left the old harbour at nine, and ten people\nwere on it when it reached the island {MARK} in the\n"
        "afternoon. Nobody had brought a coat.\nIt rained.\n\nThe bus came later."
    )
    assert covered(text) == [text.partition("\nIt rained.")[0]]
    long_lines = f"{SENTENCE * 3}\n{SENTENCE}{MARK}\n{SENTENCE * 3}"
    assert covered(long_lines) == [f"{SENTENCE}{MARK}"]


def test_of_a_long_paragraph_it_is_the_sentences_around_it():
    text = SENTENCE * 200 + f"Here it stands {MARK} at last. " + SENTENCE * 200
    (passage,) = covered(text)
    assert passage.startswith("The ferry")
    assert passage.endswith("on it.")
    before, _, after = passage.partition(f"Here it stands {MARK} at last. ")
    assert (before.count("ferry"), after.count("ferry")) == (4, 4)
    assert len(words(passage)) <= MOST_WORDS


@pytest.mark.parametrize(("before", "after"), [(0, 200), (200, 0)])
def test_at_the_edge_of_a_long_paragraph_it_grows_to_the_other_side(before, after):
    text = (SENTENCE * before + f"Here it stands {MARK} at last. " + SENTENCE * after).strip()
    (passage,) = covered(text)
    assert passage.count("ferry") == 8


def test_a_sentence_that_never_ends_is_cut_between_words():
    text = f"{'never ending words ' * 500}{MARK} {'and more of them ' * 500}"
    (passage,) = covered(text)
    assert set(passage.split()) <= set(text.split())
    assert 1000 < len(passage) < 1300
    (without_spaces,) = covered(f"{'渡' * 5000}{MARK}{'船' * 5000}")
    assert len(without_spaces) == 600 + len(MARK) + 600


def test_passages_that_overlap_are_one_whichever_rules_found_them():
    text = SENTENCE * 10 + "First one. " + SENTENCE * 2 + "Second two. " + SENTENCE * 10
    first, second = with_covers(text, [leftover(text, "one"), leftover(text, "two", what="other", strength="weak")])
    assert first.covers == second.covers
    ((start, end, count),) = first.covers
    assert count == len(words(text[start:end])) > MOST_WORDS
    apart = f"One {MARK}.\n\nTwo turn1news2."
    assert covered(apart, leftover(apart, MARK, "turn1news2")) == [f"One {MARK}.", "Two turn1news2."]


def test_the_string_itself_stays_told_and_nothing_else_is_changed():
    text = f"It rained. {MARK}"
    others = [
        leftover(text, strength="none"), leftover(text, kind="hidden"), leftover(text, kind="watermark"),
        Evidence("d", "residue", "whole", "strong"),
    ]  # fmt: skip
    use = leftover(text)
    marked, *rest = with_covers(text, [use, *others])
    assert (marked.spans, marked.covers) == (use.spans, ((0, len(text), 3),))
    assert rest == others
    assert with_covers(text, others) == others


def test_a_string_over_the_edge_of_paragraphs_and_one_of_spaces_are_covered_too():
    text = "It rained.\n\nIt snowed. It thawed."
    assert covered(text, leftover(text, "rained.\n\nIt snowed")) == [text]
    assert covered("a\n\n \n\nb", Evidence("d", "residue", "r", "weak", ((1, 6),))) == ["\n\n \n\nb"]
    assert covered(" \n ", Evidence("d", "residue", "r", "weak", ((0, 1), (3, 3)))) == [" ", ""]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([SENTENCE, "\n", "\n\n", " ", "word", ". ", "。", "x" * 150, "- item", "渡船"]), max_size=60
    ),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), min_size=1, max_size=5),
)
def test_whatever_the_text_each_string_lies_in_one_of_its_passages_which_are_apart(pieces, places):
    text = "".join(pieces)
    spans = tuple((min(at, len(text)), min(at + size, len(text))) for at, size in places)
    (marked,) = with_covers(text, [Evidence("d", "residue", "r", "weak", spans)])
    for start, end in spans:
        assert sum(first <= start and end <= last for first, last, _ in marked.covers) >= 1
    edges = [edge for first, last, _ in marked.covers for edge in (first, last)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(text)

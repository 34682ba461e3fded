"""The page's summary."""

import pytest

from originlens.answer import BlockAnswer, Evidence
from originlens.pipeline.page import page, q_values


def block(id_: str, p: float | None, verdict: str = "no_sign", *kinds: str) -> BlockAnswer:
    evidence = tuple(Evidence("d", kind, "x", "strong") for kind in kinds)  # type: ignore[arg-type]
    return BlockAnswer(id_, verdict, p, 40, "en", (), evidence)  # type: ignore[arg-type]


def test_q_values_of_a_worked_example() -> None:
    q = q_values({"a": 0.01, "b": 0.02, "c": 0.03, "d": 0.9})
    assert q == pytest.approx({"a": 0.04, "b": 0.04, "c": 0.04, "d": 0.9})


def test_q_values_never_fall_below_p_and_keep_its_order() -> None:
    p = {str(i): (i + 1) ** 2 / 500 for i in range(20)}
    q = q_values(p)
    assert all(q[i] >= p[i] for i in p)
    assert sorted(q, key=lambda i: (q[i], int(i))) == list(p)


def test_the_summary_counts_what_was_tested_and_what_chance_would_flag() -> None:
    blocks = [block("a", 0.0005, "llm", "statistical"), block("b", 0.5), block("c", None, "too_short", "residue")]
    summary = page(blocks, [], 0.001, ["z", "a"], 3.0)
    assert (summary.blocks, summary.tested, summary.flagged) == (3, 2, 1)
    assert summary.expected_by_chance == pytest.approx(0.002)
    assert set(summary.q_values) == {"a", "b"}
    assert {kind: (n.blocks, n.tokens) for kind, n in summary.kinds.items()} == {
        "statistical": (1, 40),
        "residue": (1, 40),
    }
    assert summary.detectors == ("a", "z")


def test_two_marks_of_a_kind_in_one_block_count_its_words_once() -> None:
    summary = page([block("a", None, "unclear", "residue", "residue")], [], 0.001, [], 0.0)
    assert summary.kinds["residue"].tokens == 40


def test_of_a_leftover_the_words_of_the_passages_that_it_covers_are_counted() -> None:
    one = Evidence("d", "residue", "x", "strong", ((2, 3),), covers=((0, 9, 3), (20, 30, 4)))
    other = Evidence("d", "residue", "y", "weak", ((22, 23),), covers=((20, 30, 4),))
    mention = Evidence("d", "residue", "z", "none", ((50, 51),))
    told = BlockAnswer("a", "no_sign", 0.5, 40, "en", (), (one, other, mention))
    assert page([told], [], 0.001, [], 0.0).kinds["residue"].tokens == 7
    whole = BlockAnswer("b", "no_sign", 0.5, 40, "en", (), (one, Evidence("d", "residue", "w", "weak")))
    assert page([whole], [], 0.001, [], 0.0).kinds["residue"].tokens == 40


def test_what_says_nothing_of_origin_is_not_counted() -> None:
    mention = Evidence("d", "residue", "x", "none", ((0, 1),))
    told = BlockAnswer("a", "no_sign", 0.5, 40, "en", (), (mention,))
    assert page([told], [], 0.001, [], 0.0).kinds == {}

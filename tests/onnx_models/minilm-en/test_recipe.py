"""Who calibrates and who judges, and what the card counts; made-up scores, no model."""

import gzip
import json
import random
import sys

import numpy as np
import pytest

from originlens import bundles

sys.path.insert(0, str(bundles.shipped_bundles() / "minilm-en"))
from recipe import calibrate, found, genres, judge, leave_out, promise, texts, worst

from tests.onnx_models.recipe_stand_ins import scored

SENTENCES = [f"This is the {n} of our short and plain sentences here." for n in range(60)]
PROSE = [
    "The river was low that summer, and we walked across it to see my aunt. ",
    "She kept three geese, a blind dog and more jars of plums than anybody could eat. ",
    "In the evening my uncle read the paper aloud and disagreed with every line of it. ",
    "Nobody hurried, nobody had a clock, and the last bus left whenever its driver was ready. ",
]


def human(n, *, start=0, **fields):
    """Blocks with statistics spread from -1 up, a document each."""
    return [scored(f"{fields.get('source', 's')}{i}", -1 + i / n, **fields) for i in range(start, start + n)]


@pytest.fixture
def data(tmp_path):
    rows = [
        {"id": f"{label}{i}", "text": "".join(random.Random(i).sample(PROSE, 4)) * 3, "label": label, "lang": "en",
         "source": "src", "domain": "news", "pair_id": f"pair{i // 2}" if i % 3 else None}
        for i in range(120) for label in ("human", "llm")
    ]  # fmt: skip
    for name in ("train", "check", "check_attack"):
        own = [row | {"id": f"{name}-{row['id']}"} for row in rows if name != "check_attack" or row["label"] == "llm"]
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as out:
            out.writelines(json.dumps(row) + "\n" for row in own)
    return tmp_path


@pytest.mark.parametrize("length", [36, 76, 200])
def test_a_block_is_whole_sentences_of_about_the_length_asked(length):
    piece = texts.cut(" ".join(SENTENCES), length, random.Random(1))
    assert abs(len(texts.words(piece)) - length) <= 6
    assert piece.endswith(".")
    assert piece.startswith("This is the")


def test_a_block_keeps_the_marks_of_its_document():
    text = "\u201cWell,\u201d she said \u2014 and left.\n\n" * 30
    assert texts.cut(text, 40, random.Random(1)) in text


def test_a_short_document_is_kept_whole():
    assert texts.cut(SENTENCES[0], 200, random.Random(1)) == SENTENCES[0]


def test_no_document_is_on_both_sides(data):
    made = texts.blocks(data, 7, 1.0)
    sides = {role: {b.document for b in made if b.role == role} for role in {b.role for b in made}}
    assert {"calibrate", "judge", "llm", "attack"} <= set(sides)
    for first in sides:
        for second in sides:
            assert first == second or not sides[first] & sides[second]


def test_texts_of_one_pair_are_on_one_side(data):
    halves = {}
    for b in texts.blocks(data, 7, 1.0):
        if b.pair and b.role in ("calibrate", "judge") and b.document.startswith("check"):
            halves.setdefault(b.pair, set()).add(b.role)
    assert halves
    assert all(len(roles) == 1 for roles in halves.values())


def test_blocks_are_the_same_in_every_run(data):
    assert texts.blocks(data, 7, 0.5) == texts.blocks(data, 7, 0.5)


def test_every_genre_groups_domains_that_no_other_has():
    assert genres.genre("essay_esl") == genres.writers("essay_esl") == "learner"
    assert genres.genre("qa_forum") == genres.genre("reddit") == genres.genre("fiction") != genres.genre("news")
    assert genres.writers("fiction") == genres.writers("news") == "other"
    with pytest.raises(KeyError):
        genres.genre("a domain that nobody knows")


def test_groups_have_curves_of_their_own_and_the_largest_p_counts():
    made = calibrate.calibrate(
        [
            *(scored(f"h{i}", -5.0) for i in range(99)),
            *(scored(f"l{i}", 2.0, domain="essay_esl") for i in range(99)),
            *(scored(f"o{i}", -1 + i / 10, role="scan") for i in range(30)),
        ],
        genres.genre, "made up", "2026-01-01",
    )  # fmt: skip
    assert calibrate.sizes(made) == {"learner": 99, "news and reference": 99}
    assert judge.answer(scored("x", 1.0), made, 0.1).p_value == 1.0


def test_a_domain_with_enough_blocks_is_a_group_of_its_own_at_high_rates():
    scored_blocks = [*human(100, domain="essay_blog"), *human(99, start=200, domain="business")]
    made = calibrate.calibrate([*scored_blocks, *human(30, role="scan", source="o")], genres.genre, "", "")
    assert calibrate.sizes(made, 0.05) == {"domain essay_blog": 100}
    assert calibrate.sizes(made) == {"essay": 100, "news and reference": 99}


def test_what_training_has_nothing_of_is_a_group_more_at_every_rate():
    known, new = human(300, domain="news"), human(40, start=400, domain="essay", seen=False)
    learners = human(50, start=500, domain="essay_esl", seen=False)
    made = calibrate.calibrate([*known, *new, *learners, *human(30, role="scan", source="o")], genres.genre, "", "")
    assert calibrate.sizes(made) == {"essay": 40, "learner": 50, "new to the model": 40, "news and reference": 300}
    assert calibrate.sizes(made, 0.01) == {"essay, new to the model": 40}


def test_training_has_seen_a_source_and_domain_of_which_it_did_not_hold_every_text_out(data):
    with gzip.open(data / "check.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    with gzip.open(data / "check.jsonl.gz", "wt") as out:
        for i, row in enumerate(rows):
            out.write(json.dumps(row | {"domain": "news" if i % 2 else "essay"}) + "\n")
    made = [b for b in texts.blocks(data, 7, 1.0) if b.document.startswith("check-")]
    assert {(b.domain, b.seen) for b in made} == {("news", True), ("essay", False)}


def test_the_blocks_that_set_the_scan_are_not_in_the_curves():
    made = calibrate.calibrate([*human(50), *human(30, role="scan", source="o")], genres.writers, "", "")
    assert calibrate.sizes(made) == {"other": 50}


def test_a_source_left_out_has_no_text_in_the_calibration():
    both = [*human(60, source="a"), *human(40, source="b", role="judge"), *human(20, source="a", role="scan")]
    both += [*human(50, source="c"), *human(20, source="c", role="scan")]
    made, judged = leave_out.split(both, "a", genres.writers)
    assert calibrate.sizes(made) == {"other": 50}
    assert {s.block.source for s in judged} == {"a"}
    assert len(judged) == len({s.block.document for s in judged})


def test_leaving_a_source_out_shows_what_the_calibration_would_hide():
    easy = [*human(400, source="easy"), *human(60, source="easy", role="scan", start=400)]
    hard = [scored(f"hard{i}", 5.0, source="hard") for i in range(200)]
    made, judged = leave_out.split([*easy, *hard], "hard", genres.writers)
    assert judge.share(judged, made, 0.01).hits == 200
    whole = calibrate.calibrate([*easy, *hard], genres.writers, "", "")
    assert judge.share(judged, whole, 0.01).hits == 0


def test_a_promise_that_is_broken_is_refuted_and_one_that_holds_is_not():
    base = [*human(1000), *human(60, role="scan", source="o")]
    made = calibrate.calibrate(base, genres.writers, "", "")
    bad = [scored(f"bad{i}", 9.0 if i < 20 else -1.0, role="judge", source="bad") for i in range(120)]
    good = [scored(f"good{i}", -1.0, role="judge", source="good") for i in range(120)]
    few = [scored(f"few{i}", -1.0, role="judge", source="few") for i in range(5)]
    tests = {(name, rate): p for name, rate, _, p in promise.groups([*bad, *good, *few], made)}
    assert tests["bad, news", 0.01] < 0.05
    assert tests["good, news", 0.01] == 1.0
    assert (promise.SMALL, 0.01) in tests
    assert not any(rate == 0.0001 for _, rate in tests)  # 1,000 texts cannot answer


def test_one_block_of_a_document_is_tested():
    made = calibrate.calibrate([*human(200), *human(60, role="scan", source="o")], genres.writers, "", "")
    twice = [scored(f"d{i}/{n}", 9.0, role="judge", source="x") for i in range(100) for n in (36, 200)]
    assert {share.n for _, _, share, _ in promise.groups(twice, made)} == {100}


def test_blocks_are_ranked_by_p_then_by_statistic():
    made = calibrate.calibrate([*human(200), *human(60, role="scan", source="o")], genres.writers, "", "")
    low, high = judge.ranks(
        [scored("a", -0.9), scored("b", -0.1)], [scored("c", 8.0), scored("d", 9.0)], calibration=made
    )
    assert np.all(np.diff([*low, *high]) > 0)


def test_the_parts_of_the_totals_do_not_overlap_and_leave_out_what_the_scan_was_chosen_on():
    llm = [
        scored("a", 1.0, role="llm", source="fiction", half="b"),
        scored("b", 1.0, role="llm", source=judge.REWRITES, half="b"),
        scored("c", 1.0, role="attack", half="b"), scored("d", 1.0, role="known"),
        scored("e", 1.0, role="llm", source="fiction"), scored("f", 1.0, role="attack"),
    ]  # fmt: skip
    assert [[s.block.key for s in part] for part in found.parts(llm).values()] == [["a"], ["b"], ["c"], ["d"]]


def test_the_worst_are_listed_worst_first_a_document_once(tmp_path):
    made = calibrate.calibrate([*human(300), *human(60, role="scan", source="o")], genres.writers, "", "")
    humans = [scored(f"h{i}/{n}", i / 10, role="judge") for i in range(20) for n in (36, 76)]
    llms = [scored(f"l{i}", i / 10, role="llm") for i in range(20)]
    worst.write([*humans, *llms], made, tmp_path)
    alarms, misses = (
        [json.loads(line)["id"] for line in (tmp_path / f"worst_{name}.jsonl").read_text().splitlines()]
        for name in ("alarms", "misses")
    )
    assert alarms[:2] == ["h19", "h18"]
    assert misses[:2] == ["l0", "l1"]
    assert len(alarms) == len(set(alarms))

"""The figures count what they say they count: on made-up outcomes whose truth is known."""

import numpy as np
import pytest

from originlens.evaluate.assess import LEAST_GROUP, SMALLER, assess, share
from originlens.evaluate.lengths import BINS
from originlens.evaluate.measures import exceeds, interval
from tests.server.evaluate.made_up import outcome


def assessed(found, cut=(), attacked=(), fitted_on="made-up texts", rate=0.01):
    return assess(("counter", "1"), fitted_on, rate, found, dict(cut), dict(attacked))


def mixed(humans=2000, llms=500, why="too_short"):
    """Human p-values exactly uniform; LLM texts score above 80% of them, and a tenth of each side has no score."""
    human = [outcome("human", -i, p=(i + 1) / humans, source="s", domain="d", id=f"h{i}") for i in range(humans)]
    llm = [outcome("llm", 10.0 + i, p=0.0005, id=f"l{i}") for i in range(llms // 2)]
    llm += [outcome("llm", -500.0 - i, p=0.25, id=f"m{i}") for i in range(llms // 2)]
    return human + llm + [outcome("human", None, why=why)] * 10 + [outcome("llm", None, why=why)] * 20


def test_the_numbers_of_texts_are_told_apart() -> None:
    made = assessed(mixed())
    assert (made.humans, made.llms, made.scored) == (2010, 520, (2000, 500))
    assert made.unclear == (("too_short", 10, 20),)


def test_a_share_leaves_out_the_unclear_only_where_it_is_told_to() -> None:
    texts = [outcome("llm", 1.0, p=0.001), outcome("llm", 1.0, p=0.5), outcome("llm", None)]
    every, judged = (share("x", texts, 0.01, judged_only=only) for only in (False, True))
    assert (every.hits, every.n, every.unclear, every.value) == (1, 3, 1, 1 / 3)
    assert (judged.hits, judged.n, judged.unclear, judged.value) == (1, 2, 1, 0.5)
    assert (every.low, every.high) == interval(1, 3)
    assert share("x", [], 0.01, judged_only=True).value == 0.0


def test_roc_auroc_and_tpr_are_of_the_scored_texts() -> None:
    made = assessed(mixed())
    assert made.auroc is not None
    assert made.auroc.value == pytest.approx((1 + 0.75) / 2, abs=0.001)
    assert made.auroc.low < made.auroc.value < made.auroc.high
    x, y = np.array(made.roc).T
    assert np.trapezoid(y, x) == pytest.approx(made.auroc.value)
    at = {one.fpr: one.tpr for one in made.tpr_at}
    assert at[0.1].value == 0.5
    assert at[0.001].value == 0.5
    assert at[0.0001] is None  # 2,000 human texts cannot tell
    assert at[0.1].low < 0.5 < at[0.1].high


def test_a_long_roc_is_thinned_without_losing_its_ends_or_its_area() -> None:
    rng = np.random.default_rng(5)
    human = [outcome("human", x, id=f"h{i}") for i, x in enumerate(rng.normal(size=3000))]
    llm = [outcome("llm", x, id=f"l{i}") for i, x in enumerate(rng.normal(1.5, size=3000))]
    made = assessed(human + llm)
    assert len(made.roc) <= 1500
    assert (made.roc[0], made.roc[-1]) == ((0.0, 0.0), (1.0, 1.0))
    x, y = np.array(made.roc).T
    assert np.trapezoid(y, x) == pytest.approx(made.auroc.value, abs=0.002)


def test_the_promise_is_told_at_every_rate() -> None:
    rows = {row.rate: row for row in assessed(mixed()).promise}
    assert list(rows) == [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001]
    assert (rows[0.01].human.hits, rows[0.01].human.n, rows[0.01].human.unclear) == (20, 2000, 10)
    assert (rows[0.01].llm.hits, rows[0.01].llm.n) == (250, 520)
    assert (rows[0.0001].human.n, rows[0.0001].human.unclear) == (0, 2010)


def group(name, n, flagged):
    return [
        outcome("human", 0.0, p=0.0005 if i < flagged else 0.9, source=name, domain="d", id=f"{name}{i}")
        for i in range(n)
    ]


def test_groups_are_tested_with_holm_over_groups_and_rates_and_small_ones_together() -> None:
    humans = group("big", 1000, 5) + group("bad", 200, 30) + group("few", 60, 1) + group("fewer", 50, 0)
    rows = {(row.share.name, row.rate): row for row in assessed(humans).groups}
    assert {name for name, _ in rows} == {"big, d", "bad, d", SMALLER}
    assert {rate for _, rate in rows} == {0.01, 0.001}
    assert rows[SMALLER, 0.01].share.n == 110 >= LEAST_GROUP
    assert rows["bad, d", 0.01].p == pytest.approx(5 * exceeds(30, 200, 0.01), rel=1e-6)
    assert rows["bad, d", 0.001].p == pytest.approx(6 * exceeds(30, 200, 0.001), rel=1e-6)
    assert rows["big, d", 0.01].p == 1.0


def test_a_document_counts_once_in_a_group() -> None:
    parts = [outcome("human", 0.0, p=0.0005, source="s", domain="d", id="one document") for _ in range(300)]
    (row, _) = assessed(group("s", 200, 0) + parts).groups
    assert (row.share.hits, row.share.n) == (1, 201)


def test_texts_without_source_or_domain_are_one_group() -> None:
    humans = [outcome("human", float(i), p=0.5, id=f"h{i}") for i in range(150)]
    assert {row.share.name for row in assessed(humans).groups} == {"all"}


def test_lengths_are_at_the_rate_asked() -> None:
    made = assessed(mixed(), cut={BINS[0]: [outcome("llm", 1.0, p=0.0005), outcome("human", 0.0, p=0.02)], BINS[1]: []})
    (row,) = made.lengths
    assert (row.name, row.llm.hits, row.human.hits, row.human.n) == ("30-50", 1, 0, 1)


def test_families_count_the_flagged_and_keep_fine_tunes_apart() -> None:
    def llm(truth, named, n, p=0.0005, **given):
        return [outcome("llm", 1.0, p=p, family=truth, named=named, id=f"{truth}{named}{i}", **given) for i in range(n)]

    found = [*llm("qwen", "qwen", 8), *llm("meta", "qwen", 2), *llm("meta", None, 5), *llm("qwen", "meta", 3, p=0.9),
             *llm("meta", "openai", 4, first_party=False), *llm("nobody", "qwen", 9)]  # fmt: skip
    made = assessed(found).families
    assert (made.named.hits, made.named.n) == (14, 19)
    assert (made.right.hits, made.right.n) == (8, 10)
    assert made.confusion == (
        ("meta", "", 5), ("meta", "qwen", 2), ("meta, fine-tuned by others", "openai", 4), ("qwen", "qwen", 8),
    )  # fmt: skip
    assert assessed([outcome("llm", 1.0, p=0.0005)]).families is None


def test_attacks_stand_beside_the_texts_as_they_are() -> None:
    plain = [outcome("llm", 1.0, p=0.0005, id=f"l{i}") for i in range(4)]
    brought = [outcome("llm", 1.0, p=0.5, attack="paraphrase", id=f"a{i}") for i in range(2)]
    made = assessed(plain + brought, attacked={"misspelling": [outcome("llm", 1.0, p=0.5), *plain[:3]]})
    assert [(row.name, row.hits, row.n) for row in made.attacks] == [
        ("none", 4, 4), ("misspelling", 3, 4), ("paraphrase (in the file)", 0, 2),
    ]  # fmt: skip
    assert assessed(plain).attacks == ()


def test_a_detector_without_calibration_has_a_roc_and_no_promise() -> None:
    found = [outcome("human", 0.0, id="h"), outcome("llm", 1.0, id="l")]
    made = assessed(found, fitted_on=None)
    assert made.auroc.value == 1.0
    assert (made.promise, made.groups, made.lengths, made.families, made.attacks) == ((), (), (), None, ())


def test_texts_of_one_label_alone_have_no_roc() -> None:
    made = assessed(group("s", 10, 0))
    assert (made.auroc, made.roc, made.tpr_at) == (None, (), ())
    assert made.promise[0].llm.n == 0

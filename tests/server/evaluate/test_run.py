"""A whole evaluation of a synthetic detector: what is asked, how often, and the same each time."""

import random

from originlens.evaluate.run import evaluate, limited, steps
from originlens.evaluate.texts import Labelled
from tests.server.pipeline.stand_ins import WordCounter, calibration, loaded

PLAIN = (
    "In {n} the old mill by the river was sold to a baker from the next town, who never once opened it. "
    "Children went in through a window at the back and came out white with flour. "
    "When the roof fell, nobody was there, and the whole street heard it. "
)
HUMANS = [Labelled(f"h{n}", PLAIN.format(n=1900 + n) * 1, "human", "ours", "story") for n in range(12)]
LLMS = [Labelled(f"l{n}", PLAIN.format(n=f"{1900 + n}, pram, pram,"), "llm", "ours", "story") for n in range(8)]
BROUGHT = Labelled("b", PLAIN.format(n=1999), "llm", "ours", "story", attack="paraphrase")


def without_prams(text: str, rng: random.Random) -> str:
    assert rng.random() < 1
    return text.replace("pram", "cart")


def test_texts_are_judged_as_they_are_cut_and_attacked() -> None:
    asked: list[int] = []
    detector = loaded(WordCounter(), calibration())
    texts = [*HUMANS, *LLMS, BROUGHT]
    made = evaluate(detector, texts, 0.01, {"no prams": without_prams}, done=asked.append)
    row = next(one for one in made.promise if one.rate == 0.01)
    assert (row.human.hits, row.human.n, row.llm.hits, row.llm.n) == (0, 12, 8, 9)
    assert [(one.name, one.hits, one.n) for one in made.attacks] == [
        ("none", 8, 8), ("no prams", 0, 8), ("paraphrase (in the file)", 0, 1),
    ]  # fmt: skip
    assert [one.name for one in made.lengths] == ["30-50", "50-100"]
    assert made.auroc is not None
    assert (made.detector, made.fitted_on, made.rate) == ("counter", "a made-up sample", 0.01)
    assert len(texts) < sum(asked) <= steps(detector, texts, 1)


def test_without_a_calibration_each_text_is_asked_about_once() -> None:
    asked: list[int] = []
    detector = loaded(WordCounter(), None)
    made = evaluate(detector, [*HUMANS, *LLMS], 0.01, {"no prams": without_prams}, done=asked.append)
    assert made.auroc is not None
    assert made.auroc.value == 1.0
    assert made.promise == ()
    assert sum(asked) == steps(detector, [*HUMANS, *LLMS], 1) == 20


def test_a_second_evaluation_says_the_same() -> None:
    detector = loaded(WordCounter(), calibration())
    assert evaluate(detector, [*HUMANS, *LLMS], 0.1) == evaluate(detector, [*HUMANS, *LLMS], 0.1)


def test_a_limit_is_for_each_label_and_always_draws_the_same() -> None:
    texts = [*HUMANS, *LLMS]
    kept = limited(texts, 9)
    assert [sum(one.label == label for one in kept) for label in ("human", "llm")] == [9, 8]
    assert kept == limited(texts, 9) == [one for one in texts if one in kept]
    assert kept[:9] != HUMANS[:9]

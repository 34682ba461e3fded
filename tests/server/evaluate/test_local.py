"""A calibration from a reader's own texts: what it counts, what it leaves out, and what it may promise."""

import random
from datetime import date

import pytest

from originlens.evaluate.local import Made, calibrate
from originlens.evaluate.score import score
from originlens.evaluate.texts import Labelled
from originlens.pipeline.calibrate import FamilyRule
from tests.server.pipeline.stand_ins import HUMAN, WordCounter, calibration, loaded

TODAY = date(2026, 11, 22)
WHO = (
    "My uncle",
    "A sailor",
    "The baker",
    "Our teacher",
    "Some neighbour",
    "That tall boy",
    "Her cousin",
    "An old friend",
)
DID = ("carried home", "forgot about", "laughed at", "went looking for", "painted", "sold", "hid", "mended")
WHAT = (
    "his ladder",
    "three wet coats",
    "a broken clock",
    "the grey horse",
    "some letters",
    "a pram",
    "two lamps",
    "bread",
)
WHERE = (
    "near the mill",
    "by our ferry",
    "behind school",
    "in town",
    "under trees",
    "at noon",
    "before supper",
    "in spring",
)


def story(seed: int, sentences: int = 12) -> str:
    """English of our own, about nine words a sentence; now and then it says the word that the stand-in counts."""
    rng = random.Random(seed)
    told = [
        " ".join(rng.choice(part) for part in (WHO, DID, WHAT, WHERE)) + f" on day {seed + i}."
        for i in range(sentences)
    ]
    return " ".join(told)


def texts(n: int, group: str = "", sentences: int = 12, first: int = 0) -> list[Labelled]:
    return [Labelled(str(i), story(i, sentences), "human", writers=group) for i in range(first, first + n)]


def made(of: list[Labelled], calibrated: bool = True) -> Made:
    return calibrate(loaded(WordCounter(least_words=30), calibration() if calibrated else None), of, TODAY)


def test_each_text_gives_one_block_to_each_length_that_it_reaches() -> None:
    found = made(texts(25))
    assert found.calibration
    assert {c.least_words: c.n for c in found.calibration.curves} == {30: 25, 45: 25, 62: 25, 95: 25}
    assert found.missing == [(150, 300), (300, 1_000_000)]
    assert found.documents == {"own": 25}


def test_blocks_of_one_text_never_promise_more_than_the_texts_do() -> None:
    found = made(texts(25))
    assert found.strictest == pytest.approx(1 / 26)
    assert found.calibration
    (one,) = score(loaded(WordCounter("day", least_words=5), None), [story(99, 4)])
    assert one.profile
    for rate in (0.5, 0.03, 0.001):
        p = found.calibration.calibrate(one.profile, "en", rate)
        assert p
        assert p.least == pytest.approx(1 / 26)
        assert p.block >= 1 / 26


def test_the_promise_is_kept_for_new_texts_of_the_same_writer() -> None:
    found = made(texts(199))
    assert found.calibration
    fresh = score(loaded(WordCounter(least_words=30), None), [story(i, 5) for i in range(1000, 1300)])
    p = [found.calibration.calibrate(one.profile, "en", 0.1) for one in fresh if one.profile]
    assert len(p) == 300
    assert sum(one is not None and one.block <= 0.1 for one in p) <= 45  # 30 are expected at most; 45 is 3 sigma on


def test_a_group_has_a_curve_of_its_own_and_the_smallest_decides() -> None:
    found = made([*texts(20, "aunt"), *texts(9, "me", first=100)])
    assert found.documents == {"aunt": 20, "me": 9}
    assert found.strictest == pytest.approx(1 / 10)


def test_what_is_not_used_is_told_by_its_reason() -> None:
    russian = (
        "Мы шли вдоль реки, и было уже темно, а потом мы вернулись домой и долго пили чай. Брат рассказывал про "
        "старую мельницу, где прошлым летом он нашёл ржавый ключ от неизвестной двери. Никто ему не поверил."
    )
    odd = [
        Labelled("short", "Too short.", "human"),
        Labelled("again", story(0), "human"),
        Labelled("ru", russian, "human"),
        Labelled("numbers", "1 2 3 4 5 6 7 8 9 10 11 12. " * 10, "human"),
    ]
    found = made([*texts(5), *odd])
    assert found.documents == {"own": 5}
    assert found.unread == {
        "shorter than 30 words": 1,
        "the same as another text": 1,
        "in a language that the detector has no evidence for": 1,
        "not prose": 1,
    }


def test_parts_of_one_document_count_once() -> None:
    assert made([*texts(5), Labelled("3", story(77, 6), "human")]).documents == {"own": 5}


def test_without_a_text_there_is_no_calibration() -> None:
    found = made([Labelled("short", "Too short.", "human")])
    assert (found.calibration, found.strictest) == (None, 1.0)


def test_what_the_detector_came_with_is_kept_but_for_the_human_texts() -> None:
    rule = FamilyRule(temperature=1.0, least_probability=0.9)
    shipped = calibration().model_copy(update={"family": rule})
    detector = loaded(WordCounter(least_words=30), shipped)
    found = calibrate(detector, texts(5), TODAY).calibration
    assert found
    assert (found.scan, found.family, found.made_for) == (shipped.scan, rule, detector.made_of)
    assert (found.fitted_on, found.date) == ("5 texts of your own", "2026-11-22")


def test_texts_that_set_the_scan_enter_no_curve() -> None:
    found = made(texts(20), calibrated=False)
    assert found.documents == {"own": 15}


def test_the_human_texts_are_not_in_it() -> None:
    found = made([*texts(5), Labelled("mine", HUMAN, "human")]).calibration
    assert found
    assert "umbrella" not in found.model_dump_json()

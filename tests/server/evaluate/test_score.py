"""Scoring asks a detector as the product does: same passages, same abstentions, failures of a batch kept to it."""

import pytest

from originlens.contract import Abstention, Score
from originlens.evaluate.score import score
from originlens.pipeline.schedule import DetectorFailed
from tests.server.pipeline.stand_ins import HUMAN, WordCounter, calibration, loaded

LONG = " ".join(
    f"My neighbour Ann{n} sold the lamp{n} to an uncle{n} and his kettle{n} to the market{n} at gate{n}."
    for n in range(40)
)
GERMAN = "Der Regen hatte die ganze Nacht nicht aufgehört, und am Morgen stand das Wasser bis an die Treppe im Hof."


def scored(detector, *texts, batch_tokens=1024):
    return list(score(loaded(detector, calibration()), texts, batch_tokens))


def test_every_text_has_its_profile_in_order() -> None:
    plain, long = scored(WordCounter(), HUMAN, LONG)
    assert plain.profile.statistics == (0.5,) * len(plain.cut.sentences)
    assert len(long.profile.words) == 40
    assert long.profile.length == long.cut.words
    assert len(long.readings) == len(long.cut.pieces) > 1


def test_the_answer_is_the_products() -> None:
    (one,) = scored(WordCounter(), HUMAN)
    assert (one.answer(0.01).verdict, one.answer(0.01).p_value) == ("llm", 0.0005)
    assert one.answer(0.0001).reason.code == "rate_too_strict"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Too short, this.", "too_short"),
        (GERMAN, "unsupported_language"),
        ("word " * 60, "not_prose"),
        ("", "too_short"),
    ],
)
def test_a_text_that_the_product_would_not_ask_about_is_not_asked(text, code) -> None:
    detector = WordCounter()
    (one,) = scored(detector, text)
    assert (one.profile, one.answer(0.1).reason.code, detector.batches) == (None, code, [])


def test_batches_keep_to_the_budget_and_put_like_lengths_together() -> None:
    detector = WordCounter()
    scored(detector, *[HUMAN, LONG] * 4, batch_tokens=400)
    longest = len(HUMAN) // 4 + 1
    assert max(detector.batches) <= 400 // (longest // 2)
    assert sum(detector.batches) == sum(len(one.readings) for one in scored(WordCounter(), *[HUMAN, LONG] * 4))
    assert len(detector.batches) < sum(detector.batches)


def test_more_texts_than_fit_in_one_part_keep_their_order() -> None:
    texts = [f"{HUMAN} {'pram ' * (n % 7)}." for n in range(300)]
    found = [one.profile.statistics[0] for one in scored(WordCounter(), *texts)]
    assert found == [1.0 * text.count("pram") - 0.5 for text in texts]


class Moody(WordCounter):
    """Raises on one text, declines another, and returns nonsense for a third."""

    def prepare(self, passage):
        if "unprepared" in passage.text:
            raise ValueError(passage.text)
        return super().prepare(passage)

    def read(self, items):
        said = "".join(item.data for item in items)
        if "raise" in said:
            raise RuntimeError(said)
        if "nonsense" in said:
            return [Score(float("nan"))] * len(items)
        return [Abstention("a recipe") if "decline" in item.data else Score(1.0) for item in items]


@pytest.mark.parametrize(
    ("word", "code", "told"),
    [
        ("unprepared", "detector_failed", "raised ValueError"),
        ("raise", "detector_failed", "raised RuntimeError"),
        ("nonsense", "detector_failed", "returned the statistic nan"),
        ("decline", "detector_abstained", "a recipe"),
    ],
)
def test_a_failure_or_an_abstention_is_told_of_its_own_text_alone(word, code, told) -> None:
    bad, good = scored(Moody(), f"{HUMAN} They {word}.", HUMAN, batch_tokens=1)
    assert (bad.profile, bad.answer(0.1).reason.code) == (None, code)
    assert told in bad.answer(0.1).reason.sentence
    assert "umbrellas" not in bad.answer(0.1).reason.sentence
    assert good.profile is not None
    assert isinstance(bad.readings, DetectorFailed) == (code == "detector_failed")

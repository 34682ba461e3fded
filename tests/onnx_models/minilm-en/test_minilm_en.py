"""The trained bundle: what it must and must not flag, by the product's own path; the texts are ours."""

import json
from collections import Counter
from itertools import pairwise

import pytest

import originlens_classifier
from originlens import bundles
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.profile import profile
from originlens.pipeline.segment import segment

RATE = 0.01
MOST_BYTES = 35_000_000
FOLDER = bundles.shipped_bundles() / "minilm-en"
CASES = json.loads((FOLDER / "golden.json").read_text("utf-8"))["cases"]
HUMAN = [case for case in CASES if case["writer"] == "human"]
LLM = [case for case in CASES if case["writer"] == "llm"]


@pytest.fixture(scope="module")
def bundle():
    return bundles.load(FOLDER, device="cpu", threads=2)


@pytest.fixture(scope="module")
def calibration(bundle):
    return Calibration.load(bundle.path("calibration.json"))


@pytest.fixture(scope="module")
def p_value(bundle, calibration):
    detector = originlens_classifier.open(bundle)

    def of(text):
        cut = segment(text)
        scores = detector.read([detector.prepare(piece.passage) for piece in cut.pieces])
        windows = [(piece.first, len(piece.passage.sentences)) for piece in cut.pieces]
        seen = profile([words for _, _, words in cut.sentences], windows, scores)
        found = calibration.calibrate(seen, cut.language, RATE)
        assert found is not None
        return found.block

    yield of
    detector.close()


@pytest.mark.parametrize("case", HUMAN, ids=lambda case: case["text"][:30])
def test_our_own_human_texts_are_not_flagged(p_value, case):
    assert p_value(case["text"]) > RATE


def test_most_of_our_llm_texts_are_flagged(p_value):
    assert sum(p_value(case["text"]) <= RATE for case in LLM) >= 0.8 * len(LLM)


def test_an_llm_passage_inside_a_human_text_is_found(p_value):
    mixed = "\n\n".join([HUMAN[0]["text"], LLM[0]["text"], HUMAN[1]["text"]])
    assert p_value(mixed) <= RATE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_the_int8_scores_are_close_to_those_of_fp32(case):
    assert case["statistic"] == pytest.approx(case["fp32"], abs=0.35)


def test_each_variant_is_small(bundle):
    sizes = {name: bundle.manifest.files[v.model].size for name, v in bundle.manifest.variants.items()}
    assert set(sizes) == {"int8", "fp16"}
    assert max(sizes.values()) < MOST_BYTES


def test_every_group_of_writers_is_calibrated_at_every_length_down_to_1_in_1000(calibration):
    groups = {curve.group for curve in calibration.curves if not curve.least_rate}
    assert {"learner", "new to the model"} < groups
    for group in groups:
        curves = sorted((c for c in calibration.curves if c.group == group), key=lambda c: c.least_words)
        assert curves[0].least_words == 30
        assert all(a.most_words == b.least_words for a, b in pairwise(curves))
        assert sum(curve.n for curve in curves) >= 999


def test_a_group_for_high_rates_can_promise_the_lowest_of_them(calibration):
    sizes = Counter()
    for curve in calibration.curves:
        sizes[curve.group, curve.least_rate] += curve.n
    high = {place: n for place, n in sizes.items() if place[1]}
    assert {rate for _, rate in high} == {0.01, 0.05}
    assert all(1 / (1 + n) <= rate for (_, rate), n in high.items())


def test_a_score_is_the_same_alone_and_in_a_batch(bundle):
    detector = originlens_classifier.open(bundle)
    items = [detector.prepare(segment(case["text"]).pieces[0].passage) for case in CASES]
    for item, together in zip(items, detector.read(items), strict=True):
        (alone,) = detector.read([item])
        assert alone.statistic == pytest.approx(together.statistic, abs=0.002)
    detector.close()


def test_every_curve_falls_and_counts_its_texts(calibration):
    for curve in calibration.curves:
        assert list(curve.values) == sorted(set(curve.values), reverse=True)
        assert list(curve.at_least) == sorted(set(curve.at_least))
        assert curve.at_least[-1] == curve.n

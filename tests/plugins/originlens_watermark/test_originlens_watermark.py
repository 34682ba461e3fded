"""The method: marks of a page and of its blocks, the user's own keys, and what `originlens watermark` asks."""

import json
import math
from dataclasses import replace

import pytest

import originlens_watermark
from originlens import bundles
from originlens.contract import BundleNeeded, Document
from originlens.key_reader import KeyReader
from originlens_watermark.detect import detect
from tests.plugins.originlens_watermark.tiny import marked, plain, tokenizer, write_tiny_bundle


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    monkeypatch.setenv("ORIGINLENS_HOME", str(tmp_path / "home"))
    return bundles.load(write_tiny_bundle(tmp_path / "tiny-marks"))


@pytest.fixture
def detector(bundle):
    opened = originlens_watermark.open(bundle)
    yield opened
    opened.close()


def marks(detector, *blocks):
    (reading,) = detector.read([detector.prepare(Document(blocks))])
    return reading.marks


def test_it_declares_a_watermark_and_needs_a_bundle(detector):
    about = detector.about
    assert (about.name, about.kind, about.scope) == ("tiny-marks", "watermark", "document")
    assert isinstance(detector, KeyReader)
    with pytest.raises(BundleNeeded):
        originlens_watermark.open(None)


def test_a_page_is_marked_as_a_whole_and_in_the_blocks_that_bear_the_mark(detector):
    page, *in_blocks = marks(detector, plain(60, 1), marked(80), "babb", plain(60, 2))
    assert (page.what, page.block, page.strength, page.spans) == ("watermark.left", None, "strong", ())
    assert 0 < page.p_value < 1e-9
    assert [mark.block for mark in in_blocks] == [1]
    ((start, end),) = in_blocks[0].spans
    assert end - start > 0.8 * 80 * 4
    assert "key left, tokenizer words: p = " in page.detail
    assert "2 configurations tried" in page.detail


def test_of_kindred_keys_that_see_one_mark_the_likeliest_is_told(detector):
    assert {mark.what for mark in marks(detector, marked(120))} == {"watermark.left"}


def test_two_marked_blocks_have_a_mark_each(detector):
    found = marks(detector, marked(80, 1), plain(80, 3), marked(80, 2))
    assert [mark.block for mark in found] == [None, 0, 2]


def test_a_short_block_in_the_middle_of_a_mark_bears_it_and_one_at_its_edge_does_not(detector):
    words = marked(90).split()
    blocks = [" ".join(words[:40]), " ".join(words[40:44]), " ".join(words[44:]), "babb bafb"]
    assert [mark.block for mark in marks(detector, *blocks)] == [None, 0, 1, 2]


def test_a_mark_of_a_replayed_gpu_says_so(detector, bundle):
    (cuda,) = originlens_watermark.own_profiles(
        [{"id": "gpu", "scheme": "kgw", "settings": {"rule": "left", "key": 77, "gamma": 0.25, "generator": "cuda"}}]
    )
    one = replace(detect(marked(40), detector._profiles[:1], detector._readers, 1e-5)[0], profile=cuda)
    assert "not confirmed" in originlens_watermark._mark(one, -30.0, 2, (), None).detail


def test_plain_pages_and_no_page_at_all_have_none(detector):
    assert marks(detector, plain(200), plain(200, 1)) == ()
    assert marks(detector) == ()
    assert marks(detector, "", " ") == ()


def test_boilerplate_counts_once(detector):
    assert marks(detector, *[marked(7)] * 60) == ()


def test_the_users_keys_and_tokenizers_are_tried_too(bundle):
    folder = bundle.own_folder
    folder.mkdir(parents=True)
    key = {"id": "mine", "scheme": "kgw", "settings": {"rule": "left", "key": 77, "gamma": 0.3}, "tokenizers": ["more"]}
    (folder / "keys.json").write_text(json.dumps([key]))
    (folder / "more.tokenizer.json").write_text(tokenizer().to_str())
    (folder / "more.widths.json").write_text("[400]")
    detector = originlens_watermark.open(bundle)
    assert (detector.listed()[-1].name, detector.listed()[-1].own) == ("mine", True)
    assert detector.tokenizers() == {"words": (400, 512), "more": (400,)}
    tried = detector.try_keys(plain(40), False)
    assert [one.tokenizer for one in tried if one.key == "mine"] == ["more"]
    detector.close()


def test_every_key_is_tried_when_asked_to_be_thorough(detector):
    quick, thorough = ({one.key for one in detector.try_keys(marked(60), thorough)} for thorough in (False, True))
    assert quick == {"left", "left-half"}
    assert thorough == {"left", "left-half", "slow", "ring"}
    ring = next(one for one in detector.try_keys(marked(60), True) if one.key == "ring")
    assert ring.share is ring.chance is None
    assert "no p-value is below 0.001" in ring.note


def test_a_text_is_explained_token_by_token(detector):
    text = marked(40)
    chance, tokens = detector.explain(text, "left", "words", 0)
    assert chance == pytest.approx(0.27)
    assert tokens[0].value is None
    assert sum(token.value or 0 for token in tokens) > 30
    assert [text[token.start : token.end] for token in tokens] == text.split()
    with pytest.raises(ValueError, match="key is 'lefft'; expected one of left, left-half"):
        detector.explain(text, "lefft", "words", 0)
    with pytest.raises(ValueError, match="order of all tokens"):
        detector.explain(text, "ring", "words", 0)


def test_a_key_and_a_tokenizer_that_are_named_are_all_that_is_corrected_for(detector):
    text = marked(40)
    every, (alone,) = detector.try_keys(text, True), detector.try_keys(text, False, ["left"], ["words"])
    assert len(every) > 4
    assert alone.log_p < every[0].log_p - math.log(3)
    assert {one.key for one in detector.try_keys(text, False, ["slow", "left"])} == {"slow", "left"}
    with pytest.raises(ValueError, match="key is 'lefft'"):
        detector.try_keys(text, False, ["lefft"])
    with pytest.raises(ValueError, match="tokenizer is 'gpt9'"):
        detector.try_keys(text, False, (), ["gpt9"])


def test_a_key_of_ones_own_that_is_found_by_a_permutation_test_is_not_tried_on_a_page(bundle):
    bundle.own_folder.mkdir(parents=True)
    (bundle.own_folder / "keys.json").write_text('[{"id": "own-ring", "scheme": "exp-edit", "settings": {"key": 7}}]')
    detector = originlens_watermark.open(bundle)
    assert "corrected for 2 configurations" in marks(detector, marked(80))[0].detail
    assert "own-ring" in {one.key for one in detector.try_keys(marked(30), False)}
    detector.close()


def test_what_fits_best_is_sought_among_what_was_named_alone(detector, monkeypatch):
    asked = []
    real = originlens_watermark.detect
    monkeypatch.setattr(
        originlens_watermark, "detect", lambda *a, **k: asked.append([one.id for one in a[1]]) or real(*a, **k)
    )
    text = marked(60)
    assert (detector.fitting(text, "", "").key, asked.pop()) == ("left", ["left", "left-half"])
    slow = detector.fitting(text, "slow", "words")
    assert (slow.key, slow.tokenizer, asked.pop()) == ("slow", "words", ["slow"])
    for key, named, told in (
        ("nosuch", "", "key is 'nosuch'; expected one of left"),
        ("left", "gpt9", "tokenizer is 'gpt9'; expected one of words"),
        ("ring", "", "order of all tokens"),
    ):
        with pytest.raises(ValueError, match=told):
            detector.fitting(text, key, named)
    assert asked == []


@pytest.mark.parametrize("vocabulary", [-4, 1])
def test_a_width_that_no_model_has_is_told(detector, vocabulary):
    with pytest.raises(ValueError, match=f"vocabulary is {vocabulary}; expected"):
        detector.explain(marked(9), "left", "words", vocabulary)


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ('[{"id": "mine", "scheme": "kgw", "settings": {"key": 918273645, "width": 0}}]', "profile mine: width is 0"),
        ('{"key": 918273645}', "expected a list of keys"),
        ('[{"key": 918273645', "is no JSON"),
    ],
)
def test_a_kept_key_that_cannot_be_tried_is_told_by_name_with_what_to_do(bundle, kept, told):
    bundle.own_folder.mkdir(parents=True)
    (bundle.own_folder / "keys.json").write_text(kept)
    with pytest.raises(ValueError, match=r"keys remove|add your keys anew") as error:
        originlens_watermark.open(bundle)
    assert told in str(error.value)
    assert "918273645" not in str(error.value)


def test_what_is_explained_is_the_copy_in_which_the_mark_was_found(detector):
    plain_text = marked(40)
    text = plain_text.replace("a", "\u0430").replace(" b", " \u200bb")
    (told, *_) = detector.try_keys(text, False)
    chance, tokens = detector.explain(text, told.key, told.tokenizer, told.vocabulary)
    assert (chance, [token.value for token in tokens]) == (
        told.chance, [token.value for token in detector.explain(plain_text, "left", "words", 400)[1]]
    )  # fmt: skip
    shown = [text[token.start : token.end].replace("\u0430", "a") for token in tokens]
    assert [word.strip("\u200b") for word in shown] == plain_text.split()


def test_a_key_is_checked_before_it_is_kept(detector):
    table = {"id": "mine", "scheme": "kgw", "settings": {"rule": "left", "key": 1}, "tokenizers": []}
    detector.check_key(table)
    with pytest.raises(ValueError, match="name of a key that ships"):
        detector.check_key({**table, "id": "left"})
    with pytest.raises(ValueError, match="tokenizer is 'gpt9'; expected one of words"):
        detector.check_key({**table, "tokenizers": ["gpt9"]})


def test_a_p_value_is_corrected_and_told_where_it_underflows(detector):
    best = detector.try_keys(marked(900), False)[0]
    assert best.log_p < -700
    assert math.exp(best.log_p) == 0
    assert "e-" in originlens_watermark._figure(best.log_p)

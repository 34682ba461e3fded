import random
import sys
from pathlib import Path

import pytest

from originlens_watermark.tokenizer import opened

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import damage
import registry

TEXT = 'She said "it\'s late" and left.\n\nThe 7 boats went out,  one by one & slowly, and the harbour was empty again by nine.'


@pytest.fixture(scope="module")
def tokenizer():
    return opened(registry.readers()[0].file)


def damaged(name, tokenizer, text=TEXT):
    return damage.DAMAGES[name](text, random.Random(1), tokenizer)


def test_nothing_happens_where_nothing_should(tokenizer):
    assert damaged("none", tokenizer) == TEXT


@pytest.mark.parametrize(("name", "part"), [("10% replaced", 0.1), ("20% replaced", 0.2), ("30% replaced", 0.3)])
def test_about_as_many_tokens_are_replaced_as_said(name, part, tokenizer):
    text = TEXT * 20
    before = tokenizer.encode(text, add_special_tokens=False).ids
    after = tokenizer.encode(damaged(name, tokenizer, text), add_special_tokens=False).ids
    same = sum(one == other for one, other in zip(before, after, strict=False))
    assert tokenizer.decode(before) != tokenizer.decode(after)
    assert len(after) == pytest.approx(len(before), rel=0.1)
    assert same < len(before) * (1 - part / 2)


def test_lines_are_short_and_the_words_stay(tokenizer):
    text = damaged("re-wrapped", tokenizer)
    assert max(map(len, text.splitlines())) <= 72
    assert text.split() == TEXT.split()


def test_a_copied_page_has_single_spaces_and_its_signs(tokenizer):
    text = damaged("from HTML", tokenizer)
    assert text.splitlines()[0] == 'She said "it\'s late" and left.'
    assert "The\u00a07 boats went out, one by one & slowly" in text


def test_quotes_open_and_close(tokenizer):
    assert damaged("curly quotes", tokenizer).startswith("She said “it’s late” and")


def test_look_alikes_look_alike_and_are_others(tokenizer):
    text = damaged("look-alikes", tokenizer, TEXT * 5)
    assert not text.isascii()
    assert "\u200b" in text
    back = text.replace("\u200b", "").translate(str.maketrans("асеорхуАСЕНКМОРТХ", "aceopxyACEHKMOPTX"))
    assert back == TEXT * 5

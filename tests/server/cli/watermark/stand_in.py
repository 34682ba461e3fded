"""A reader of keys whose findings the test decides, in place of the shipped one, which takes a second to open."""

from contextlib import contextmanager

import pytest

from originlens import own_keys
from originlens.key_reader import KeyListed, KeyTried, TokenSeen

BUNDLE = "watermark-public"


def tried(key="left", log_p=0.0, tokenizer="gpt2", share=0.25, spans=(), note=""):
    return KeyTried(key, "kgw", tokenizer, 50257, log_p, 120, share, None if share is None else 0.25, spans, note)


class Reader:
    """Every text with "green" in it is marked where that word stands."""

    def __init__(self):
        self.asked, self.checked, self.fitted, self.named = [], [], [], []

    def listed(self):
        return [KeyListed("left", "kgw", "transformers", True, False), KeyListed("mine", "kgw", "your own", True, True)]

    def tokenizers(self):
        return {"gpt2": (50257,), "qwen": (151936, 152064)}

    def try_keys(self, text, thorough, keys=(), tokenizers=()):
        self.asked.append((text, thorough))
        if "nosuch" in keys:
            raise ValueError("key is 'nosuch'; expected one of left")
        self.named.append((*keys, *tokenizers))
        at = text.find("green")
        best = tried(log_p=-60.0, share=0.6, spans=((at, at + 5, -60.0),)) if at >= 0 else tried(log_p=-0.1)
        more = [tried(f"other-{i}", tokenizer="qwen") for i in range(10)]
        return [best, *more, tried("ring", share=None, note="a permutation test")]

    def fitting(self, text, key, tokenizer):
        self.fitted.append((key, tokenizer))
        if key == "nosuch":
            raise ValueError("key is 'nosuch'; expected one of left")
        return tried(key or "left", tokenizer=tokenizer or "gpt2")

    def explain(self, text, key, tokenizer, vocabulary):
        if key != "left":
            raise ValueError(f"key is {key!r}; expected one of left")
        words, tokens = text.split(), []
        for i, word in enumerate(words):
            start = sum(len(one) + 1 for one in words[:i])
            tokens.append(TokenSeen(start, start + len(word), None if i == 0 else float("green" in word)))
        return 0.25, tokens

    def check_key(self, table):
        self.checked.append(table)
        if table["scheme"] not in ("kgw", "synthid", "its-edit"):
            raise ValueError(f"profile {table['id']}: scheme is {table['scheme']!r}; expected one of kgw")

    def check_tokenizer(self, file):
        if "model" not in file.read_text():
            raise ValueError(f"{file.name} is no tokenizer.json")
        return 1000


@pytest.fixture
def reader(monkeypatch):
    found = Reader()

    @contextmanager
    def opened():
        yield BUNDLE, found

    monkeypatch.setattr(own_keys, "key_reader", opened)
    return found

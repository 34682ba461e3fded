"""A small bundle of the method `watermark`: 400 words, each a token, a few profiles; and text that bears one of their marks."""

import hashlib
import lzma
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

from originlens_watermark import kgw
from originlens_watermark.tokenizer import SUFFIX

WORDS = [f"{one}{two}{end}" for one in "bdfglmnprt" for two in ("a", "e", "i", "o") for end in "bdfglmnprt"]
KEY = kgw.Settings("left", 77, 400, gamma=0.25)
PROFILES = """
[[profile]]
id = "left"
scheme = "kgw"
quick = true
source = "a test"
settings = { rule = "left", key = 77, gamma = 0.25 }

[[profile]]
id = "left-half"
scheme = "kgw"
quick = true
source = "a test"
settings = { rule = "left", key = 77, gamma = 0.5 }

[[profile]]
id = "slow"
scheme = "kgw"
quick = false
source = "a test"
settings = { rule = "left", key = 78, gamma = 0.25 }

[[profile]]
id = "ring"
scheme = "exp-edit"
quick = false
source = "a test"
settings = { key = 5, length = 32 }
"""
TOKENIZERS = """
[[tokenizer]]
name = "words"
vocabularies = [400]
rarer = [512]
"""


def tokenizer() -> Tokenizer:
    found = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token=WORDS[0]))
    found.pre_tokenizer = pre_tokenizers.Whitespace()
    return found


def plain(count: int, seed: int = 0) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, count))


def marked(count: int, seed: int = 0) -> str:
    """Words of which nearly every one is green under KEY after the one before."""
    chance, ids = np.random.default_rng(seed), [0]
    while len(ids) < count:
        for token in chance.permutation(len(WORDS))[:12].tolist():
            if kgw.score(np.array([ids[-1], token]), KEY).values.all():
                break
        ids.append(token)
    return " ".join(WORDS[i] for i in ids)


def write_tiny_bundle(folder: Path) -> Path:
    """The bundle, with a manifest that holds."""
    folder.mkdir(parents=True)
    (folder / "profiles.toml").write_text(PROFILES)
    (folder / "tokenizers.toml").write_text(TOKENIZERS)
    (folder / "letters.json").write_text('{"\\u0430": "a"}')
    (folder / f"words{SUFFIX}").write_bytes(lzma.compress(tokenizer().to_str().encode()))
    lines = [
        f'name = "{folder.name}"',
        'method = "watermark"',
        'version = "1"',
        'licence = "CC0-1.0"',
        'source = "a test"',
    ]
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        lines += [f'[files."{file.name}"]', f'sha256 = "{digest}"', f"size = {len(content)}"]
    (folder / "bundle.toml").write_text("\n".join(lines))
    return folder

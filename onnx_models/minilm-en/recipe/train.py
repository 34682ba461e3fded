"""Fine-tune a small encoder with two heads (LLM or human for each token; model family), resumable."""

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import AutoModel

from .sample import FAMILIES, Document, Example, example

CROP_WORDS = (25, 35, 50, 70, 90, 110)  # one is drawn a step, so that a batch needs little padding
WORDS_A_STEP, PARTS, MAX_TOKENS = 2400, 4, 192
PEAK_RATE, WARM_UP = 1.5e-4, 0.05
TOKEN_WEIGHT, FAMILY_WEIGHT = 0.5, 0.25
CHECKPOINT_EVERY = 100
# A quarter faster where the processor has units for it, 2.5 times slower where it emulates them.
BFLOAT16 = torch.cpu._is_avx512_bf16_supported()


class Classifier(nn.Module):
    """Encoder and two linear heads: "LLM" of every token, family of the mean token.

    forward: ids, mask of shape (batch, length) -> token logits of "LLM" (batch, length), family logits (batch, 9).
    The logit of a passage or sentence is the mean over its tokens.
    """

    def __init__(self, encoder_folder: Path) -> None:
        super().__init__()
        # Training sees a third of the data once, so dropout would only cost a third of its speed.
        self.encoder = AutoModel.from_pretrained(
            encoder_folder, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.llm = nn.Linear(width, 1)
        self.family = nn.Linear(width, len(FAMILIES))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return self.llm(hidden).squeeze(-1), self.family((hidden * weight).sum(1) / weight.sum(1))


def train(documents: list[Document], encoder_folder: Path, steps: int, seed: int, checkpoint: Path) -> Classifier:
    """Train for `steps` steps of about WORDS_A_STEP words; goes on from `checkpoint` if it exists."""
    torch.manual_seed(seed)
    tokenizer = Tokenizer.from_file(str(encoder_folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    model = Classifier(encoder_folder)
    learned = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for _, p in learned if p.ndim >= 2], "weight_decay": 0.01},
            {"params": [p for _, p in learned if p.ndim < 2], "weight_decay": 0.0},
        ],
        fused=True,
    )
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["step"]
    cumulative = list(itertools.accumulate(d.weight for d in documents))
    balance = _balance(documents)
    model.train()
    started, running = time.monotonic(), 0.0
    for step in range(done, steps):
        rng = random.Random(f"{seed}/{step}")  # a step draws the same examples, resumed or not
        words = rng.choice(CROP_WORDS)
        drawn = [rng.choices(documents, cum_weights=cumulative, k=2) for _ in range(round(WORDS_A_STEP / words))]
        for group in optimiser.param_groups:
            group["lr"] = _rate(step, steps)
        optimiser.zero_grad()
        for part in losses(model, tokenizer, [example(pair, words, rng) for pair in drawn], balance):
            part.backward()
            running += part.item()
        nn.utils.clip_grad_norm_([p for _, p in learned], 1.0)
        optimiser.step()
        if (step + 1) % 25 == 0:
            pace = (time.monotonic() - started) / (step + 1 - done)
            print(f"step {step + 1}/{steps}  loss {running / 25:.3f}  {pace:.2f} s a step", flush=True)
            running = 0.0
        if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == steps:
            partial = checkpoint.with_suffix(".partial")
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}, partial)
            partial.replace(checkpoint)
    return model.eval()


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(steps * WARM_UP))
    return PEAK_RATE * min((step + 1) / warm, (steps - step) / (steps - warm))


def _balance(documents: Sequence[Document]) -> Tensor:
    """Weight of each family in the loss, so that the many texts of one maker do not swallow the others'."""
    drawn = torch.zeros(len(FAMILIES))
    for d in documents:
        if d.family >= 0:
            drawn[d.family] += d.weight
    return (drawn.mean() / drawn.clamp(min=drawn.mean() / 20)).sqrt()


def losses(model: Classifier, tokenizer: Tokenizer, examples: Sequence[Example], balance: Tensor) -> Iterator[Tensor]:
    """The step's loss in parts, each of examples of like length: padding would be 40% of one batch.

    Cross-entropy of whole passages of one label, of every token, and of the family where it is known; each a
    mean over all the examples.
    """
    read = [(e, tokenizer.encode(e.text)) for e in examples]
    read.sort(key=lambda pair: len(pair[1].ids))
    whole = sum(len(e.labels) == 1 for e in examples)
    known = sum(float(balance[e.family]) for e in examples if e.family >= 0)
    size = -(-len(read) // PARTS)
    for first in range(0, len(read), size):
        part = read[first : first + size]
        longest = len(part[-1][1].ids)
        ids, mask, labels = (
            torch.zeros(len(part), longest, dtype=kind) for kind in (torch.long, torch.long, torch.float)
        )
        for i, (e, encoding) in enumerate(part):
            length = len(encoding.ids)
            ids[i, :length], mask[i, :length] = torch.tensor(encoding.ids), 1
            labels[i, :length] = _token_labels(e, [start for start, _ in encoding.offsets])
        with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
            tokens, families = (logits.float() for logits in model(ids, mask))
        weight = mask / mask.sum(1, keepdim=True)
        pure = torch.tensor([len(e.labels) == 1 for e, _ in part])
        family = torch.tensor([e.family for e, _ in part])
        passage = binary_cross_entropy_with_logits((tokens * weight).sum(1)[pure], labels[pure, 0], reduction="sum")
        each = (binary_cross_entropy_with_logits(tokens, labels, reduction="none") * weight).sum()
        named = cross_entropy(families, family, balance, ignore_index=-1, reduction="sum")
        yield passage / max(whole, 1) + TOKEN_WEIGHT * each / len(examples) + FAMILY_WEIGHT * named / max(known, 1e-6)


def _token_labels(example: Example, starts: Sequence[int]) -> Tensor:
    """Label of each token, by the piece that its first character lies in."""
    ends = torch.tensor(example.ends)
    piece = torch.searchsorted(ends, torch.tensor(starts), right=True).clamp(max=len(ends) - 1)
    return torch.tensor([float(label) for label in example.labels])[piece]

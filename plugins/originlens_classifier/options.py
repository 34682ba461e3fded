"""[options] of a classifier bundle: what its model calls its inputs, and where its answers stand."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """The keys of [options]; outputs are numbered in the model's order."""

    tokenizer: str = "tokenizer.json"
    ids: str = "input_ids"
    mask: str = "attention_mask"
    types: str = ""  # name of the token-type input, where the model has one
    pad_id: int = 0
    output: int = 0  # which output holds the logits of LLM against human
    llm_class: int = 1  # its column for "LLM"; of no effect where it is a single logit
    per_token: bool = False  # the output is one logit for each token, and a passage's is their mean
    families: int | None = None  # which output holds the logits of contract.FAMILIES
    ngrams: str = ""  # file of ngrams.NGrams' weights, whose log-odds are added to the model's
    # Where the n-grams alone are below `skip_below`, the model is not asked: it is taken to have said `skipped_as`.
    skip_below: float = -math.inf
    skipped_as: float = 0.0

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Options":
        """Raises ValueError naming the key that is unknown or has a value of the wrong type."""
        known = {f.name: f.type for f in fields(cls)}
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"[options] has the unknown key {key!r}; known: {', '.join(known)}")
            wanted = next((kind for kind in (str, bool, float) if known[key] is kind), int)
            if type(value) is not wanted and not (wanted is float and type(value) is int):
                raise ValueError(f"[options] {key} is {value!r}; expected {wanted.__name__}")
        return cls(**given)

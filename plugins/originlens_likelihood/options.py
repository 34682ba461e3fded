"""[options] of a likelihood bundle: what its model calls its inputs, and which statistic is the score."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from originlens_likelihood.statistics import STATISTICS


@dataclass(frozen=True, slots=True)
class Options:
    """The keys of [options]. The model's first output is its logits, (1, tokens, vocabulary)."""

    tokenizer: str = "tokenizer.json"
    ids: str = "input_ids"
    mask: str = "attention_mask"  # empty: the model has no such input
    positions: str = "position_ids"  # empty: the model has no such input
    statistic: str = "curvature"  # a name of STATISTICS
    llm_is: str = "high"  # "high" or "low": where an LLM's text stands

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Options":
        """Raises ValueError naming the key that is unknown or has a value that is not allowed."""
        known = [f.name for f in fields(cls)]
        for key, value in given.items():
            if key not in known:
                raise ValueError(f"[options] has the unknown key {key!r}; known: {', '.join(known)}")
            if not isinstance(value, str):
                raise ValueError(f"[options] {key} is {value!r}; expected text")
        read = cls(**given)
        for key, allowed in (("statistic", tuple(STATISTICS)), ("llm_is", ("high", "low"))):
            if getattr(read, key) not in allowed:
                raise ValueError(f"[options] {key} is {getattr(read, key)!r}; expected one of {', '.join(allowed)}")
        return read

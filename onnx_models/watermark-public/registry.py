"""The registry that ships beside this file: its profiles and tokenizers, and how many configurations that is."""

import json
from collections.abc import Mapping
from pathlib import Path

from originlens_watermark import LETTERS, PROFILES, TOKENIZERS
from originlens_watermark.profiles import Profile, load
from originlens_watermark.tokenizer import Reader, shipped

HERE = Path(__file__).parent


def profiles() -> tuple[Profile, ...]:
    """Every public key and setting."""
    return load(HERE / PROFILES)


def readers() -> tuple[Reader, ...]:
    """Every tokenizer that ships."""
    return shipped(HERE / TOKENIZERS)


def letters() -> Mapping[str, str]:
    """Look-alike -> the Latin letter that it stands in for."""
    found: dict[str, str] = json.loads((HERE / LETTERS).read_text("utf-8"))
    return found

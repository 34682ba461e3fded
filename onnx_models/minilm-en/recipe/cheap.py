"""Detectors without an encoder: hashed n-grams, words in any order (topic above all), and style; trained on crops."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from originlens.text.normalise import normalise
from originlens_classifier.ngrams import NGrams, places

from . import linear
from .damage import damage
from .sample import Document, crop
from .style import FUNCTION_WORDS, style

CROPS, CROP_WORDS = 120_000, (30, 40, 52, 70, 90, 110)
_FUNCTION_PLACES = np.unique(np.concatenate([places(word, (), (1,))[0] for word in FUNCTION_WORDS]))


@dataclass(frozen=True, slots=True)
class Cheap:
    """A trained detector: `score` gives a text's log-odds of LLM."""

    score: Callable[[str], float]
    weights: NDArray[np.float32]


def crops(documents: Sequence[Document], seed: int, count: int = CROPS) -> tuple[list[str], NDArray[np.float64]]:
    """Normalised passages drawn as the encoder's are, and 1 for those of an LLM."""
    rng = random.Random(seed)
    drawn = rng.choices(documents, [d.weight for d in documents], k=count)
    texts = [normalise(damage(crop(d.text, rng.choice(CROP_WORDS), rng), rng)).text for d in drawn]
    return texts, np.array([float(d.is_llm) for d in drawn])


def ngrams(text: str) -> NDArray[np.int32]:
    """Distinct places of n-grams of 2 to 5 characters and of 1 and 2 words."""
    return np.unique(places(text)[0])


def any_order(text: str) -> NDArray[np.int32]:
    """Distinct words: what is left of a text whose words are shuffled."""
    return np.unique(places(text, (), (1,))[0])


def content(text: str) -> NDArray[np.int32]:
    """Distinct words without function words: what the text is about."""
    return np.setdiff1d(places(text, (), (1,))[0], _FUNCTION_PLACES)


def train(texts: Sequence[str], is_llm: NDArray[np.float64], seed: int) -> dict[str, Cheap]:
    """The four detectors by name, the first stage first."""
    weights, _ = linear.hashed([ngrams(text) for text in texts], is_llm, seed)
    found = {
        "n-grams": Cheap(lambda text: NGrams(weights).read(text).passage, weights),
        "words in any order": _hashed(any_order, texts, is_llm, seed),
        "content words in any order": _hashed(content, texts, is_llm, seed),
    }
    of_style = linear.dense(np.array([style(text) for text in texts]), is_llm)
    score = lambda text: float(style(text) @ of_style[:-1] + of_style[-1])  # noqa: E731
    return {**found, "style": Cheap(score, of_style[:-1].astype(np.float32))}


def _hashed(
    features: Callable[[str], NDArray[np.int32]], texts: Sequence[str], is_llm: NDArray[np.float64], seed: int
) -> Cheap:
    weights, bias = linear.hashed([features(text) for text in texts], is_llm, seed)
    return Cheap(lambda text: linear.logit(weights, bias, features(text)), weights)

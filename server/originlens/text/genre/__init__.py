"""Is a block connected prose? If not, of what kind is it: calibration knows prose alone, so the rest is not judged.

Each rule is simple enough to be told to the reader in one sentence. How much prose it loses is measured by
onnx_models/minilm-en/recipe/abstain.py. There is none for archaic English and for quotations: there the promise holds.
"""

from collections.abc import Sequence

from originlens.text.genre.features import features
from originlens.text.genre.kind import Kind
from originlens.text.genre.lines import of_lines
from originlens.text.genre.machine import of_machine
from originlens.text.genre.symbols import of_symbols
from originlens.text.genre.wording import of_wording

LEAST_WORDS = 20  # under this no rule has enough to go by, and no detector judges


def not_for_statistics(text: str, original: str, found: Sequence[str], language: str) -> Kind | None:
    """The kind of a block, or None where it is prose.

    `text`: normalised, so that nothing hidden in it counts; `original`: as it was sent, for its line breaks;
    `found`: the words of `text`; `language`: ISO 639-1, since some rules go by English words.
    """
    if len(found) < LEAST_WORDS:
        return None
    seen = features(text, original, found, language)
    return of_machine(seen) or of_symbols(seen) or of_lines(seen) or of_wording(seen)

"""Profiles x tokenizers x logits widths: what is tried on a text, and how much of alpha each is given beforehand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from originlens_watermark.profiles import Profile
from originlens_watermark.tokenizer import Reader


@dataclass(frozen=True, slots=True)
class Configuration:
    """One key and dialect with one tokenizer; `width`: of the logits, the tokenizer's usual one where none enters."""

    profile: Profile
    reader: Reader
    width: int

    @property
    def own(self) -> bool:
        """Whether the user added the key or the tokenizer."""
        return self.profile.own or self.reader.own

    @property
    def usual(self) -> bool:
        """A default of software that people run, or the user's own key, at a usual width."""
        return self.profile.quick and self.width in (*self.reader.vocabularies, *self.profile.vocabularies)


def configurations(
    profiles: Sequence[Profile], readers: Sequence[Reader], *, thorough: bool
) -> tuple[Configuration, ...]:
    """A profile whose mark does not depend on the width is tried once. Not `thorough`: rarer widths are left out.

    A profile that names widths of its own is tried at those alone.
    """
    found = []
    for reader in readers:
        widths = (*reader.vocabularies, *(reader.rarer if thorough else ()))
        for profile in profiles:
            if not profile.tokenizers or reader.name in profile.tokenizers:
                tried = (profile.vocabularies or widths) if profile.needs_vocabulary else widths[:1]
                found += [Configuration(profile, reader, width) for width in tried]
    return tuple(found)


def weights(asked: Sequence[Configuration]) -> list[float]:
    """Shares of alpha, summing to 1, fixed before any text is seen.

    What the user added has half, what ships has half; of each half, usual configurations have half and all others half,
    the members of a quarter share it equally. A part without members leaves its share to the other.
    """
    groups = [(one.own, one.usual) for one in asked]
    sizes = Counter(groups)
    halves = len({own for own, _ in sizes})
    quarters = Counter(own for own, _ in sizes)
    return [1 / (halves * quarters[group[0]] * sizes[group]) for group in groups]

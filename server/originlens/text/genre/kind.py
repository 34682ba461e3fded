"""A kind of text that is not judged, and the sentence that tells the reader so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`name`: stable id of the kind; `sentence`: what the reader is told."""

    name: str
    sentence: str
